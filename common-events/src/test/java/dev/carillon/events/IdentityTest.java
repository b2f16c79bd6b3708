package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
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

        UUID id = identity.notificationId(TIME, 7);
        UUID later = identity.notificationId(TIME.plusMillis(1), 0);

        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Identity.timeOf(id)).isEqualTo(TIME);
        assertThat(later.toString()).isGreaterThan(id.toString());
        assertThat(id).isEqualTo(Identity.ofBytes(identity.bytes()).notificationId(TIME, 7));
    }

    @Test
    void idsOfOneInstantSortByTheirPlaceInTheLog() {
        List<UUID> ids =
                IntStream.range(0, Identity.PLACES)
                        .mapToObj(offset ->
                                Identity.of("default", "s", "event-" + offset, "t", "ann")
                                        .notificationId(TIME, offset))
                        .toList();

        assertThat(ids.stream().map(UUID::toString).toList()).isSorted();
        assertThat(ids).allMatch(id -> id.version() == 8 && Identity.timeOf(id).equals(TIME));
    }

    @Test
    void aPlaceIsTheOffsetModulo4096() {
        Identity identity = Identity.of("default", "s", "1", "t", "ann");

        UUID id = identity.notificationId(TIME, 3L * 4_096 + 0xABC);

        assertThat(id.getMostSignificantBits() & 0xFFF).isEqualTo(0xABC);
        assertThat(id).isEqualTo(identity.notificationId(TIME, 0xABC));
        assertThat(identity.notificationId(TIME, 0).getLeastSignificantBits())
                .as("the identity's bits do not depend on the place")
                .isEqualTo(id.getLeastSignificantBits());
    }

    @Test
    void aRequestWithoutAPlaceKeepsTheIdThatItsCallerWasGiven() {
        NotificationRequest old = request(null);

        assertThat(old.notificationId("ann"))
                .isEqualTo(
                        Identity.of("default", NotificationRequest.SOURCE, "r", "ad-hoc", "ann")
                                .idWithoutPlace(TIME));
        assertThat(request(5).notificationId("ann"))
                .isEqualTo(
                        Identity.of("default", NotificationRequest.SOURCE, "r", "ad-hoc", "ann")
                                .notificationId(TIME, 5));
    }

    private static NotificationRequest request(Integer place) {
        return new NotificationRequest(
                "default", "r", null, "shop", TIME, place, List.of(), null, 0, "Hello", null, null,
                null, null, Map.of(), null, null, null, Set.of());
    }

    @Test
    void whatIsAboutANotificationLiesWhereTheNotificationLies() {
        UUID notification =
                Identity.of("default", "https://github.com/a/b", "1", "issue-assigned", "ann")
                        .notificationId(TIME, 7);

        UUID stored = Identity.uuidAbout(notification, Stages.STORED);

        assertThat(stored).isEqualTo(Identity.uuidAbout(notification, Stages.STORED));
        assertThat(stored.version()).isEqualTo(8);
        assertThat(Identity.timeOf(stored)).isEqualTo(TIME);
        assertThat(stored)
                .isNotEqualTo(notification)
                .isNotEqualTo(Identity.uuidAbout(notification, Stages.DECIDED))
                .isNotEqualTo(
                        Identity.uuidAbout(
                                Identity.of("default", "s", "2", "t", "ann")
                                        .notificationId(TIME, 7),
                                Stages.STORED));
        UUID noTime = new UUID(-1, -1);
        assertThat(Identity.timeOf(Identity.uuidAbout(noTime, Stages.STORED)))
                .isEqualTo(Identity.timeOf(noTime));
    }
}
