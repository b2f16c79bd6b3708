package dev.carillon.digest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How digests are made.
///
/// @param intakeConcurrency consumers of `deferrals` in this process, 1–16 and no more than it has partitions; each stores record by
///     record, with one database connection
/// @param shown notifications that a digest mail shows; what lies beyond is counted ("and 12 more"). 1–20: with items at their
///     greatest size the mail's record still fits the broker's limit
/// @param considered notifications of a recipient that one run asks notification-api about; what lies beyond goes into the count
///     unasked, or is asked about next where none of these is left to send
/// @param workers threads that make runs, 1–16; each uses one database connection
/// @param batch recipients or items claimed at once, 1–500
/// @param lease how long a claim holds without a sign of life
/// @param pollInterval how often an idle worker looks for what is due
/// @param statesTimeout how long notification-api may take to say what was seen; without answer the run waits
/// @param retryAfter how long a run waits before it asks again
/// @param memory how long settled items and runs are remembered, at least 30 days: a deferral decided longer ago is refused
@Validated
@ConfigurationProperties("carillon.digest")
public record DigestProperties(
        @DefaultValue("3") @Min(1) @Max(16) int intakeConcurrency,
        @DefaultValue("15") @Min(1) @Max(20) int shown,
        @DefaultValue("1000") @Min(20) @Max(1000) int considered,
        @DefaultValue("2") @Min(1) @Max(16) int workers,
        @DefaultValue("100") @Min(1) @Max(500) int batch,
        @DefaultValue("10s") Duration lease,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("5s") Duration statesTimeout,
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue("45d") Duration memory) {
    /// @throws IllegalArgumentException when a duration is not positive or the memory too short
    public DigestProperties {
        if (memory.compareTo(Duration.ofDays(30)) < 0) {
            throw new IllegalArgumentException(
                    "carillon.digest.memory must be at least 30d, not " + memory);
        }
        for (Duration each : new Duration[] {lease, pollInterval, statesTimeout, retryAfter}) {
            if (!each.isPositive()) {
                throw new IllegalArgumentException(
                        "carillon.digest durations must be above zero, not " + each);
            }
        }
    }
}
