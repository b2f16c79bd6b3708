package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.chaos.Book.Event;
import dev.carillon.chaos.Book.Kind;
import dev.carillon.chaos.Book.Switch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which decisions are allowed for the person who switches email off and on.
class DecisionCheckTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SENT = "sent immediate";
    private static final String SUPPRESSED = "suppressed channel_off";

    private final Book book = new Book();

    @Test
    void isSentBeforeTheFirstChange() {
        off(10, 11);

        assertThat(isAllowed(9, SENT)).isTrue();
        assertThat(isAllowed(9, SUPPRESSED)).isFalse();
    }

    @Test
    void bothOutcomesAreAllowedWhileTheSettingChanges() {
        off(10, 11);

        assertThat(isAllowed(11, SENT)).isTrue();
        assertThat(isAllowed(11, SUPPRESSED)).isTrue();
    }

    @Test
    void onlyTheNewSettingIsAllowedOnceItIsInForce() {
        off(10, 11);

        assertThat(isAllowed(20, SUPPRESSED)).isTrue();
        assertThat(isAllowed(20, SENT)).isFalse();
    }

    @Test
    void aFrozenProcessMayDecideByTheOldSetting() {
        off(10, 11);
        book.froze(START.plusSeconds(5), Duration.ofSeconds(14));

        assertThat(isAllowed(20, SENT)).isTrue();
        assertThat(isAllowed(30, SENT)).isFalse();
    }

    private void off(int asked, int known) {
        book.switched(new Switch(false, START.plusSeconds(asked), START.plusSeconds(known)));
    }

    private boolean isAllowed(int second, String decision) {
        Event event = new Event(Kind.MAIL, "event", 1, START, 0, List.of(People.FICKLE), "key");
        Book all = new Book();
        all.accepted(event);
        book.switches().forEach(all::switched);
        book.freezes()
                .forEach(one -> all.froze(one.from(), Duration.between(one.from(), one.until())));
        Findings findings = new Findings();
        Found found =
                new Found(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Map.of(
                                event.notificationOf(People.FICKLE),
                                new Found.Decided(decision, START.plusSeconds(second))),
                        List.of(),
                        List.of(),
                        new FoundQuota(List.of(), Map.of(), Map.of()));
        new DecisionCheck(all, found, findings).compare();
        return findings.all().isEmpty();
    }
}
