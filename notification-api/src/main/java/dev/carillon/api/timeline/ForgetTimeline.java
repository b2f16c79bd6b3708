package dev.carillon.api.timeline;

import dev.carillon.platform.database.Batches;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Deletes timeline entries that are past their retention, in bounded batches.
@Component
class ForgetTimeline {
    private static final int BATCH = 5_000;

    private final TimelineTable table;
    private final Clock clock;

    ForgetTimeline(TimelineTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
    void forget() {
        Batches.untilDone(BATCH, limit -> table.forget(clock.instant(), limit));
    }
}
