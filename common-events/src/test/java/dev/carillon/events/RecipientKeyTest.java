package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RecipientKeyTest {
    private static final Pattern RECIPIENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}");
    private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /// Compares each character at each position with a pattern of the rule.
    @Test
    void allowsJustTheCharactersThatTheDesignNames() {
        for (char c = 0; c < 0x250; c++) {
            for (String text : new String[] {c + "", c + "a", "a" + c, "a" + c + "a", c + "\n"}) {
                assertThat(RecipientKey.isRecipient(text))
                        .as("recipient %s", (int) c)
                        .isEqualTo(RECIPIENT.matcher(text).matches());
                assertThat(RecipientKey.isTenant(text))
                        .as("tenant %s", (int) c)
                        .isEqualTo(TENANT.matcher(text).matches());
            }
        }
    }

    @Test
    void allowsJustTheLengthsThatTheDesignNames() {
        assertThat(RecipientKey.isRecipient("")).isFalse();
        assertThat(RecipientKey.isRecipient("a".repeat(128))).isTrue();
        assertThat(RecipientKey.isRecipient("a".repeat(129))).isFalse();
        assertThat(RecipientKey.isTenant("")).isFalse();
        assertThat(RecipientKey.isTenant("a".repeat(64))).isTrue();
        assertThat(RecipientKey.isTenant("a".repeat(65))).isFalse();
    }
}
