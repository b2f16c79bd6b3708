package dev.carillon.api.trigger;

import dev.carillon.events.Identity;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/// Gives each accepted request its instant, and its position among the requests of the same millisecond, so that
/// notification ids keep the order in which this replica accepted the requests. Requests that two replicas accept
/// within one millisecond have no order. Thread-safe.
@Component
class Arrivals {
    private static final int LAST_PLACE = Identity.PLACES - 1;

    private final Clock clock;
    private Arrival latest = new Arrival(Instant.MIN, 0);

    Arrivals(Clock clock) {
        this.clock = clock;
    }

    /// @param at in milliseconds
    /// @param place from 0; requests beyond the last position of a millisecond share it
    record Arrival(Instant at, int place) {}

    synchronized Arrival next() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int place = now.equals(latest.at()) ? Math.min(latest.place() + 1, LAST_PLACE) : 0;
        latest = new Arrival(now, place);
        return latest;
    }
}
