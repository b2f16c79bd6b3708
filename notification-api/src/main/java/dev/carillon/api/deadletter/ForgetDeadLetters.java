package dev.carillon.api.deadletter;

import dev.carillon.platform.database.Batches;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Deletes settled dead letters when their retention ends, in bounded batches.
@Component
class ForgetDeadLetters {
    private static final int BATCH = 1_000;

    private final DeadLetterTable table;
    private final DeadLetterProperties properties;
    private final Clock clock;

    ForgetDeadLetters(DeadLetterTable table, DeadLetterProperties properties, Clock clock) {
        this.table = table;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT2M")
    void forget() {
        Batches.untilDone(
                BATCH,
                limit ->
                        table.forgetSettledBefore(
                                clock.instant().minus(properties.settledRetention()), limit));
    }
}
