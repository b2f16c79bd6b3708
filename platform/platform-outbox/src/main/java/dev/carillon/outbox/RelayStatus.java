package dev.carillon.outbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The status of a relay. Counts are those of this process.
///
/// @param since when it entered the state
/// @param problem why it fails, as text without content
/// @param leader whether it holds the lock
/// @param slotLagBytes how much write-ahead log the slot retains; null if unknown (standby)
/// @param walStatus the slot's `wal_status` in PostgreSQL: `reserved`, `extended`, `unreserved` or `lost`
/// @param mark every transaction below it is acknowledged by the broker
/// @param daysReady number of days beyond today that have partitions; -1 if today has none
/// @param lastAcknowledged when the broker last acknowledged a record
/// @param published records acknowledged by the broker, repetitions included
/// @param delay sum of the times between commit and acknowledgement of the stream's published records
/// @param deadLetters records that the broker permanently rejected
/// @param republished records repeated from the table because the slot was lost
/// @param references reference rows published again
/// @param takeovers how often it became the leader
/// @param failures how often stream, database or broker failed
public record RelayStatus(
        RelayState state,
        Instant since,
        @Nullable String problem,
        boolean leader,
        @Nullable Long slotLagBytes,
        @Nullable String walStatus,
        @Nullable String mark,
        @Nullable Integer daysReady,
        @Nullable Instant lastAcknowledged,
        long published,
        Duration delay,
        long deadLetters,
        long republished,
        long references,
        long takeovers,
        long failures) {}
