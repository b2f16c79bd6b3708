package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://code.example/issues/7?tab=a#last",
                "HTTP://code.example",
                "/issues/7",
                "/",
                "/exports/7?as=csv"
            })
    void leadsToTheWebOrToAPathOfTheProduct(String link) {
        assertThat(Links.isLink(link)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "exports/7",
                "?tab=a",
                "//evil.example/x",
                "/\\evil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "data:text/html,x",
                "https:///nowhere",
                "mailto:ann@mail.example",
                "/two words",
                "https://code.example/\n"
            })
    void leadsNowhereElse(String link) {
        assertThat(Links.isLink(link)).isFalse();
    }

    @Test
    void isNotLongerThanItMayBe() {
        assertThat(Links.isLink("/" + "x".repeat(Links.LONGEST - 1))).isTrue();
        assertThat(Links.isLink("/" + "x".repeat(Links.LONGEST))).isFalse();
    }
}
