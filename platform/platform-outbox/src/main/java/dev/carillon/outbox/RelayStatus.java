package dev.carillon.outbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A relay at one moment. Counts are those of this process.
///
/// @param since when it entered the state
/// @param problem why it fails, in words, without content
/// @param leader whether it holds the lock
/// @param slotLagBytes how much write-ahead log the slot holds back; null when not known (standby)
/// @param walStatus PostgreSQL's word for the slot: `reserved`, `extended`, `unreserved` or `lost`
/// @param mark every transaction below it is acknowledged by the broker
/// @param daysReady for how many days beyond today there are partitions; -1 when today has none
/// @param lastAcknowledged when the broker last acknowledged a record
/// @param published records acknowledged by the broker, repetitions included
/// @param delay between commit and acknowledgement, summed over the published records of the stream
/// @param deadLetters records that the broker refused for good
/// @param republished records repeated from the table because the slot was lost
/// @param references reference rows published once more
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
