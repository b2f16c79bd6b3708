package dev.carillon.api.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Identity;
import dev.carillon.test.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");

    private final SettableClock clock = SettableClock.at(AT);
    private final Arrivals arrivals = new Arrivals(clock);

    @Test
    void requestsOfOneMillisecondTakePlacesInOrder() {
        assertThat(arrivals.next()).isEqualTo(new Arrivals.Arrival(AT, 0));
        clock.advance(Duration.ofNanos(400_000));
        assertThat(arrivals.next()).isEqualTo(new Arrivals.Arrival(AT, 1));
        assertThat(arrivals.next()).isEqualTo(new Arrivals.Arrival(AT, 2));

        clock.advance(Duration.ofMillis(1));
        assertThat(arrivals.next()).isEqualTo(new Arrivals.Arrival(AT.plusMillis(1), 0));
    }

    @Test
    void aPlaceNeverWrapsWithinItsMillisecond() {
        for (int i = 0; i < Identity.PLACES; i++) {
            arrivals.next();
        }

        assertThat(arrivals.next().place()).isEqualTo(Identity.PLACES - 1);
    }
}
