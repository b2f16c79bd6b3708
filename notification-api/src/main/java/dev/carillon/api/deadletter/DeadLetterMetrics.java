package dev.carillon.api.deadletter;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The gauge `carillon.dead.letters.waiting`: dead letters of all tenants and services that are neither requeued nor
/// discarded. The table is counted at most once every 10 s, however often the gauge is read.
@Component
class DeadLetterMetrics {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final DeadLetterTable table;
    private final Clock clock;
    private @Nullable Instant counted;
    private long waiting;

    DeadLetterMetrics(DeadLetterTable table, Clock clock, MeterRegistry meters) {
        this.table = table;
        this.clock = clock;
        Gauge.builder("carillon.dead.letters.waiting", this, DeadLetterMetrics::waiting)
                .description("Dead letters that were neither requeued nor discarded")
                .register(meters);
    }

    private synchronized double waiting() {
        Instant now = clock.instant();
        Instant last = counted;
        if (last == null || !now.isBefore(last.plus(FRESH)) || now.isBefore(last)) {
            waiting = table.waiting();
            counted = now;
        }
        return waiting;
    }
}
