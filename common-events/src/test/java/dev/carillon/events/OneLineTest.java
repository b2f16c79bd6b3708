package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void everyRunOfBreaksAndSpacesBecomesOneSpace() {
        for (String text :
                List.of(
                        "Ann Lund",
                        "Ann\nLund",
                        "Ann\r\n\tLund",
                        "Ann\u0085Lund",
                        "Ann\u2028\u2029Lund",
                        "Ann\0Lund",
                        "  Ann   Lund \n")) {
            assertThat(OneLine.of(text)).isEqualTo("Ann Lund");
        }
    }

    @Test
    void aSpaceThatDoesNotBreakStays() {
        assertThat(OneLine.of("10\u00a0EUR")).isEqualTo("10\u00a0EUR");
        assertThat(OneLine.of("\n")).isEmpty();
    }
}
