package dev.carillon.api.deadletter;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How long dead letters are kept.
///
/// @param settledRetention how long requeued or discarded dead letters are kept, at least 30 days; others are kept
///     until they are settled
/// @param requeueWithin how long after it was first written an event or request can be requeued; not longer than
///     `carillon.processor.memory`, otherwise it would be decided again
@Validated
@ConfigurationProperties("carillon.dead-letters")
public record DeadLetterProperties(
        @DefaultValue("90d") Duration settledRetention,
        @DefaultValue("14d") Duration requeueWithin) {
    /// @throws IllegalArgumentException when the retention is too short: a replay of the topic would store a settled
    ///     letter as dead again
    public DeadLetterProperties {
        if (settledRetention.compareTo(Duration.ofDays(30)) < 0) {
            throw new IllegalArgumentException(
                    "carillon.dead-letters.settled-retention must be at least 30d, not "
                            + settledRetention);
        }
        if (!requeueWithin.isPositive()) {
            throw new IllegalArgumentException(
                    "carillon.dead-letters.requeue-within must be positive, not " + requeueWithin);
        }
    }
}
