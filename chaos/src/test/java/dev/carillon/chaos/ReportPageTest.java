package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportPageTest {
    @Test
    void findingsAreEscaped() {
        assertThat(ReportPage.escaped("<script>alert('a & \"b\"')</script>"))
                .isEqualTo("&lt;script&gt;alert(&#39;a &amp; &quot;b&quot;&#39;)&lt;/script&gt;");
    }
}
