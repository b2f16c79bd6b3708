package dev.carillon.processor.retention;

import dev.carillon.platform.database.Batches;
import dev.carillon.processor.ProcessorProperties;
import dev.carillon.processor.deduplication.DedupClaims;
import dev.carillon.processor.routing.DecisionRetention;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Deletes expired decisions and claims. A run continues until nothing is due, so it keeps up with any
/// rate of decisions.
@Component
class ForgetDecisions {
    private static final Logger log = LoggerFactory.getLogger(ForgetDecisions.class);
    private static final int BATCH = 1_000;
    // The limit for deleting decisions, and the same again for claims. The next run
    // deletes what is left.
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final DecisionRetention decisions;
    private final DedupClaims claims;
    private final ProcessorProperties properties;
    private final Clock clock;

    ForgetDecisions(
            DecisionRetention decisions,
            DedupClaims claims,
            ProcessorProperties properties,
            Clock clock) {
        this.decisions = decisions;
        this.claims = claims;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${carillon.processor.retention-interval:1m}",
            fixedDelayString = "${carillon.processor.retention-interval:1m}")
    void run() {
        Instant now = clock.instant();
        int forgotten =
                untilDone(limit -> decisions.forget(now.minus(properties.memory()), limit))
                        + untilDone(limit -> claims.forget(now, limit));
        if (forgotten > 0) {
            log.info("deleted {} expired decisions and claims", forgotten);
        }
    }

    private int untilDone(IntUnaryOperator delete) {
        return Batches.untilDone(BATCH, delete, clock, LONGEST);
    }
}
