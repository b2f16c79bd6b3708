package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123Z");

    @Test
    void keepsItsPartsApart() {
        assertThat(Identity.of("t", "ab", "c", "x", "r"))
                .isNotEqualTo(Identity.of("t", "a", "bc", "x", "r"));
        assertThat(Identity.of("t", "a", "b", "x", "r"))
                .isEqualTo(Identity.of("t", "a", "b", "x", "r"));
    }

    @Test
    void makesVersion8IdsThatCarryTheTimeAndSortByIt() {
        Identity identity =
                Identity.of("default", "https://github.com/a/b", "1", "issue-assigned", "ann");

        UUID id = identity.notificationId(TIME);
        UUID later = identity.notificationId(TIME.plusMillis(1));

        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Identity.timeOf(id)).isEqualTo(TIME);
        assertThat(later.toString()).isGreaterThan(id.toString());
        assertThat(id).isEqualTo(Identity.ofBytes(identity.bytes()).notificationId(TIME));
    }

    @Test
    void whatIsAboutANotificationLiesWhereTheNotificationLies() {
        UUID notification =
                Identity.of("default", "https://github.com/a/b", "1", "issue-assigned", "ann")
                        .notificationId(TIME);

        UUID stored = Identity.uuidAbout(notification, Stages.STORED);

        assertThat(stored).isEqualTo(Identity.uuidAbout(notification, Stages.STORED));
        assertThat(stored.version()).isEqualTo(8);
        assertThat(Identity.timeOf(stored)).isEqualTo(TIME);
        assertThat(stored)
                .isNotEqualTo(notification)
                .isNotEqualTo(Identity.uuidAbout(notification, Stages.DECIDED))
                .isNotEqualTo(
                        Identity.uuidAbout(
                                Identity.of("default", "s", "2", "t", "ann").notificationId(TIME),
                                Stages.STORED));
        UUID noTime = new UUID(-1, -1);
        assertThat(Identity.timeOf(Identity.uuidAbout(noTime, Stages.STORED)))
                .isEqualTo(Identity.timeOf(noTime));
    }

    @Test
    void refusesCursorsThatWeNeverWrite() {
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
                        "c2.7.42.3.9",
                        "c1.7.42.3")) {
            String text =
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> Cursor.parse(text))
                    .as(plain)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor must be");
        }
        String good = new Cursor(7, 42, 3, 9).encoded();
        for (String text : List.of(good + "=", good + "\n", " " + good, "")) {
            assertThatThrownBy(() -> Cursor.parse(text)).hasMessageContaining("cursor must be");
        }
        Cursor start = Cursor.start(0);
        assertThat(Cursor.parse(start.encoded())).isEqualTo(start);
    }

    @Test
    void cursorsSurviveTheWayThroughAClient() {
        Cursor cursor = new Cursor(7, 42, 3, 123456789L);

        assertThat(Cursor.parse(cursor.encoded())).isEqualTo(cursor);
        Cursor amid = new Cursor(7, 42, 3, 9, new java.util.UUID(1, 2));
        assertThat(Cursor.parse(amid.encoded())).isEqualTo(amid);
        assertThatThrownBy(() -> Cursor.parse("nonsense")).hasMessageContaining("cursor must be");
    }
}
