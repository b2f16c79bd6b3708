package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final RecipientKey ANN = new RecipientKey("default", "ann");
    private static final UUID WITHIN = new UUID(1, 2);

    @Test
    void surviveTheWayThroughAClient() {
        Cursor cursor = new Cursor(7, 42, 3, 123456789L);
        Cursor amid = new Cursor(7, 42, 3, 9, WITHIN);

        assertThat(ReceivedCursor.parse(cursor.encoded(ANN)).cursor()).isEqualTo(cursor);
        assertThat(ReceivedCursor.parse(amid.encoded(ANN)).cursor()).isEqualTo(amid);
        assertThat(ReceivedCursor.parse(Cursor.start(0).encoded(ANN)).cursor())
                .isEqualTo(Cursor.start(0));
        assertThat(cursor.encoded(ANN)).hasSizeLessThan(128);
    }

    @Test
    void belongToOneRecipient() {
        for (Cursor cursor : List.of(new Cursor(7, 42, 3, 9), new Cursor(7, 42, 3, 9, WITHIN))) {
            ReceivedCursor received = ReceivedCursor.parse(cursor.encoded(ANN));

            assertThat(received.isUnmarked()).isFalse();
            assertThat(received.isOfAnother(ANN)).isFalse();
            assertThat(received.isOfAnother(new RecipientKey("default", "bob"))).isTrue();
            assertThat(received.isOfAnother(new RecipientKey("acme", "ann"))).isTrue();
        }
    }

    @Test
    void ofAnOlderVersionBelongToNobodyKnown() {
        for (String plain :
                List.of("c1.7.42.3.9", "c1.7.42.3.9.00000000-0000-0001-0000-000000000002")) {
            ReceivedCursor received = ReceivedCursor.parse(encoded(plain));

            assertThat(received.isUnmarked()).isTrue();
            assertThat(received.isOfAnother(ANN)).isFalse();
            assertThat(received.cursor().seq()).isEqualTo(42);
        }
    }

    @Test
    void thatWeNeverWriteAreRefused() {
        String mark = CursorMark.of(ANN);
        for (String plain :
                List.of(
                        "c1.-1.42.3.9",
                        "c1.7.-42.3.9",
                        "c1.7.42.-2.9",
                        "c1.7.42.3.-2",
                        "c1.+7.42.3.9",
                        "c1.7.042.3.9",
                        "c1.7.42.3.-0",
                        "c1.7.42.3.9223372036854775808",
                        "c1.7.42.3.9.1-1-1-1-1",
                        "c1.7.42.3.9.00000000-0000-0001-0000-000000000002.x",
                        "c1.7.42.3.9." + mark + ".1-1-1-1-1",
                        "c1.7.42.3.9." + mark + ".00000000-0000-0001-0000-000000000002.x",
                        "c1.7.42.3.9." + mark + ".",
                        "c1.7.42.3.9." + mark + "A",
                        "c2.7.42.3.9",
                        "c1.7.42.3")) {
            assertThatThrownBy(() -> ReceivedCursor.parse(encoded(plain)))
                    .as(plain)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor must be");
        }
        String good = new Cursor(7, 42, 3, 9).encoded(ANN);
        for (String text : List.of(good + "=", good + "\n", " " + good, "", "nonsense")) {
            assertThatThrownBy(() -> ReceivedCursor.parse(text))
                    .hasMessageContaining("cursor must be");
        }
    }

    @Test
    void marksKeepThePartsOfAScopeApart() {
        assertThat(CursorMark.of("a", "bc")).isNotEqualTo(CursorMark.of("ab", "c"));
        assertThat(CursorMark.of(ANN)).hasSize(CursorMark.LENGTH).matches("[A-Za-z0-9_-]+");
    }

    private static String encoded(String plain) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
