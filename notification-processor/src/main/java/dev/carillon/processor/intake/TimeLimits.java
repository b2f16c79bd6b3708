package dev.carillon.processor.intake;

import dev.carillon.events.ErrorCode;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.FirstWritten;
import dev.carillon.processor.ProcessorProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/// Checks the times of records and events. A time outside the limits makes a dead letter; it is never changed to fit.
@Component
class TimeLimits {
    static final Duration AHEAD = Duration.ofMinutes(5);
    private static final int MONTHS_BACK = 13;

    private final Duration memory;

    TimeLimits(ProcessorProperties properties) {
        this.memory = properties.memory();
    }

    /// Refuses a record older than the retention of decisions: its decision may already be deleted, so the record would
    /// be decided a second time.
    Optional<DeadLetterFacts> ofRecord(ConsumerRecord<String, byte[]> record, Instant now) {
        Instant oldest = now.minus(memory);
        Instant written = FirstWritten.of(record);
        return written.isBefore(oldest)
                ? Optional.of(
                        DeadLetterFacts.of(
                                        ErrorCode.BEYOND_MEMORY,
                                        "the record was written at "
                                                + written
                                                + ", longer ago than decisions are kept, and is"
                                                + " refused so that nothing is decided twice")
                                .withField("timestamp", "at or after " + oldest))
                : Optional.empty();
    }

    /// Refuses an event time for which no partition is open: the time is part of the notification id and selects the
    /// partition of the inbox table.
    Optional<DeadLetterFacts> ofEvent(Instant time, Instant now) {
        Instant latest = now.plus(AHEAD);
        if (time.isAfter(latest)) {
            return Optional.of(
                    DeadLetterFacts.of(
                                    ErrorCode.EVENT_IN_FUTURE,
                                    "the event's time " + time + " lies in the future")
                            .withField("time", "at or before " + latest));
        }
        Instant oldest =
                YearMonth.from(now.atZone(ZoneOffset.UTC))
                        .minusMonths(MONTHS_BACK)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        return time.isBefore(oldest)
                ? Optional.of(
                        DeadLetterFacts.of(
                                        ErrorCode.EVENT_TOO_OLD,
                                        "the event's time " + time + " is too old")
                                .withField("time", "at or after " + oldest))
                : Optional.empty();
    }
}
