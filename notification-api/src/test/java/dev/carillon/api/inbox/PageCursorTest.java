package dev.carillon.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageCursorTest {
    private static final RecipientKey ANN = new RecipientKey("default", "ann");
    private static final UUID ID = UUID.fromString("019a0000-0000-8000-8000-000000000001");

    @ParameterizedTest
    @EnumSource(PageCursor.Side.class)
    void isReadAsItWasWritten(PageCursor.Side side) {
        PageCursor cursor = new PageCursor(side, ID);

        assertThat(PageCursor.parse(cursor.encoded(ANN), ANN)).isEqualTo(cursor);
    }

    @Test
    void isOfOnePersonOfOneTenant() {
        String anns = new PageCursor(PageCursor.Side.OLDER, ID).encoded(ANN);

        assertRefused(anns, new RecipientKey("default", "bob"));
        assertRefused(anns, new RecipientKey("acme", "ann"));
    }

    @Test
    void isNothingElse() {
        String plain =
                new String(
                        Base64.getUrlDecoder()
                                .decode(new PageCursor(PageCursor.Side.OLDER, ID).encoded(ANN)),
                        StandardCharsets.US_ASCII);
        for (String other :
                new String[] {
                    plain.replace("l2.", "l1."),
                    plain.replace(".o.", ".x."),
                    plain.replace(".o.", ".oo."),
                    plain + ".more",
                    plain.substring(0, plain.lastIndexOf('.')),
                    plain.replace(ID.toString(), "no id"),
                    // UUID.fromString accepts it, but it is not the canonical form
                    plain.replace("019a0000", "19a0000")
                }) {
            assertRefused(
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(other.getBytes(StandardCharsets.US_ASCII)),
                    ANN);
        }
        assertRefused("!", ANN);
    }

    private static void assertRefused(String text, RecipientKey who) {
        assertThatThrownBy(() -> PageCursor.parse(text, who))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
