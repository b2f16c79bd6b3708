package dev.carillon.platform.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class PageFrameTest {
    private static final char RLO = '\u202E';
    private static final char RLI = '\u2067';
    private static final char PDI = '\u2069';

    @Test
    void aDirectionMarkEndsWithTheTextThatHoldsIt() {
        String page =
                new PageFrame("Acme" + RLO, "/")
                        .html(Locale.ENGLISH, RLI + "Labels", PageFrame.escape("a" + RLI + "b"));

        assertThat(page)
                .contains(
                        "<title>" + RLI + "Labels" + PDI + " · Acme</title>",
                        ">Acme</a>",
                        "<h1>" + RLI + "Labels" + PDI + "</h1>",
                        "a" + RLI + "b" + PDI)
                .doesNotContain(String.valueOf(RLO));
    }

    @Test
    void aValueInASentenceIsIsolated() {
        String text = PageTexts.load("/link/isolated").say(Locale.ENGLISH, "about", RLI + "x");

        assertThat(text).isEqualTo("No emails about \u2068" + RLI + "x" + PDI + PDI + ".");
    }
}
