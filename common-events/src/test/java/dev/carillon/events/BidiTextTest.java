package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// LRM \u200E, RLM \u200F, ALM \u061C; LRE \u202A, RLE \u202B, PDF \u202C, LRO \u202D, RLO \u202E; LRI \u2066, RLI
/// \u2067, FSI \u2068, PDI \u2069.
class BidiTextTest {
    @ParameterizedTest
    @CsvSource({
        "chip, chip",
        "chip\u202E, chip",
        "\u202Echip, chip",
        "\u202Echip\u202C!, chip!",
        "\u202Dchip\u202Cx\u202C, chipx",
        "chip\u202B, chip",
        "chip\u202Bx, chip\u202Bx\u202C",
        "chip\u202Ax\u202C, chip\u202Ax\u202C",
        "chip\u2066x, chip\u2066x\u2069",
        "chip\u2067x\u202Ay, chip\u2067x\u202Ay\u202C\u2069",
        "chip\u2068x\u202By\u2069z, chip\u2068x\u202By\u202C\u2069z",
        "\u2067x\u202Ey\u2069z, \u2067xy\u2069z",
        "chip\u2069, chip",
        "chip\u202C, chip",
        "\u2067x\u202Cy, \u2067xy\u2069",
        "chip\u200F, chip\u200F"
    })
    void closesOrDropsWhatAValueOpened(String text, String expected) {
        assertThat(BidiText.closed(text)).isEqualTo(expected);
        assertThat(BidiText.closed(expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "שלום עולם",
                "مرحبا",
                "קובץ \u2066README.md\u2069 נמחק",
                "\u2067שלום\u2069 (\u2068Ann\u2069)",
                "\u202Bשלום\u202C",
                "שלום!\u200F"
            })
    void leavesBalancedTextAsItIs(String text) {
        assertThat(BidiText.closed(text)).isEqualTo(text);
    }

    @Test
    void closesEveryLineAtItsEnd() {
        assertThat(BidiText.closed("a\u2067b\nc\u202Bd\u2029e"))
                .isEqualTo("a\u2067b\u2069\nc\u202Bd\u202C\u2029e");
        assertThat(BidiText.isolated("a\u200F\nb\nc\u2067d"))
                .isEqualTo("\u2068a\u200F\u2069\nb\n\u2068c\u2067d\u2069\u2069");
    }

    @Test
    void isolatesOnlyWhatStillHoldsAMark() {
        assertThat(BidiText.isolated("chip\u202E")).isEqualTo("chip");
        assertThat(BidiText.isolated("שלום")).isEqualTo("שלום");
        assertThat(BidiText.isolated("chip\u200F")).isEqualTo("\u2068chip\u200F\u2069");
        assertThat(BidiText.isolated("chip\u2067x")).isEqualTo("\u2068chip\u2067x\u2069\u2069");
        assertThat(BidiText.isolated("\u061C")).isEqualTo("\u2068\u061C\u2069");
    }

    @Test
    void addsLittleToTextThatOpensAThousandTimes() {
        String text = "\u2067x".repeat(1_000) + "\u2069".repeat(1_000) + "\u2069y";

        assertThat(BidiText.closed(text)).hasSizeLessThan(text.length()).endsWith("\u2069y");
        assertThat(BidiText.closed("\u2067x".repeat(1_000))).hasSize(1_000 + 2 * 16);
    }

    @Test
    void takesOutEveryMarkAndNothingElse() {
        assertThat(BidiText.without("a\u200Eb\u200Fc\u061Cd\u202Ae\u202Ef\u2066g\u2069h"))
                .isEqualTo("abcdefgh");
        // a character whose lower half looks like a mark
        assertThat(BidiText.without("\u200E" + Character.toString(0x1202E)))
                .isEqualTo(Character.toString(0x1202E));
    }
}
