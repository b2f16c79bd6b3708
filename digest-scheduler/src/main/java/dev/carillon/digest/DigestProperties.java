package dev.carillon.digest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How digests are made.
///
/// @param intakeConcurrency number of consumer threads for `deferrals` in this process, 1–16 and at most the topic's
///     number of partitions. Each thread stores one record at a time and uses one database connection
/// @param shown the greatest number of notifications that a digest email shows, 1–20; the others are counted ("and 12
///     more"). With 20 notifications of the greatest size the email's record still fits the broker's limit
/// @param considered the greatest number of a recipient's notifications for which one request asks notification-api
///     whether they were seen. The digest counts the others without asking. If all of these were seen or removed, the
///     run asks about the next ones
/// @param workers number of threads that process runs, 1–16. Each uses one database connection
/// @param batch the greatest number of recipients or items that one claim takes, 1–500
/// @param lease how long a claim is valid unless it is renewed
/// @param pollInterval time between two checks for due work by an idle worker
/// @param statesTimeout the time notification-api has to answer what was seen. Without an answer the run waits
/// @param retryAfter how long a run waits before it asks again
/// @param memory how long processed items and runs are kept, at least 30 days. A deferral decided earlier than
///     that is refused
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
    /// @throws IllegalArgumentException when a duration is not positive or the memory is too short
    public DigestProperties {
        if (memory.compareTo(Duration.ofDays(30)) < 0) {
            throw new IllegalArgumentException(
                    "carillon.digest.memory must be 30d or more, but is " + memory);
        }
        for (Duration each : new Duration[] {lease, pollInterval, statesTimeout, retryAfter}) {
            if (!each.isPositive()) {
                throw new IllegalArgumentException(
                        "carillon.digest durations must be positive, but one is " + each);
            }
        }
    }
}
