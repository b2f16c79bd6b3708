package dev.carillon.api.inbox;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Identity;
import dev.carillon.events.Notification;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.UnreadableValueException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads a record of `notifications`, and refuses one that can never become a row.
@Component
final class NotificationIntake {
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /// The maximum size in bytes. The row's changes and answers carry all of it and must fit into one record too.
    private static final int LARGEST = 512 * 1024;

    private final InboxProperties properties;
    private final InboxPartitions partitions;
    private final Clock clock;

    NotificationIntake(InboxProperties properties, InboxPartitions partitions, Clock clock) {
        this.properties = properties;
        this.partitions = partitions;
        this.clock = clock;
    }

    /// The outcome of reading a record.
    sealed interface Read {
        record Good(Arrival arrival) implements Read {}

        /// @param alarm whether to log an error for operators: the log holds records that are older than the inbox's
        ///     memory
        record Refused(DeadLetterFacts facts, boolean alarm) implements Read {}
    }

    Read read(ConsumerRecord<String, byte[]> record) {
        return switch (IncomingRecord.of(record)) {
            case IncomingRecord.Malformed malformed -> new Read.Refused(malformed.facts(), false);
            case IncomingRecord.Known known -> read(record, known);
        };
    }

    private Read read(ConsumerRecord<String, byte[]> record, IncomingRecord.Known known) {
        if (!known.type().equals(RecordTypes.NOTIFICATION)) {
            return refused(
                    DeadLetterFacts.of(
                                    ErrorCode.UNKNOWN_RECORD_TYPE,
                                    "this topic does not accept records of type " + known.type())
                            .withField("ce_type", RecordTypes.NOTIFICATION));
        }
        if (known.data().length > LARGEST) {
            return refused(
                    DeadLetterFacts.of(
                                    ErrorCode.NOTIFICATION_TOO_LARGE,
                                    "the notification has " + known.data().length + " bytes")
                            .withField("data", "at most " + LARGEST + " bytes"));
        }
        Notification notification;
        try {
            notification = known.value(Notification.class);
        } catch (UnreadableValueException unreadable) {
            return refused(unreadable.facts());
        }
        Optional<Read> fault = missing(notification).or(() -> outOfTime(notification));
        return fault.orElseGet(
                () -> new Read.Good(new Arrival(notification, record, known.traceparent())));
    }

    private static Optional<Read> missing(Notification notification) {
        Map<String, @Nullable Object> required = new LinkedHashMap<>();
        required.put("id", notification.id());
        required.put("tenant", notification.tenant());
        required.put("recipient", notification.recipient());
        required.put("type", notification.type());
        required.put("category", notification.category());
        required.put("priority", notification.priority());
        required.put("level", notification.level());
        required.put("title", notification.title());
        required.put("message", notification.message());
        required.put("created_at", notification.createdAt());
        required.put("event_source", notification.eventSource());
        required.put("event_id", notification.eventId());
        required.put("decided_at", notification.decidedAt());
        for (Map.Entry<String, @Nullable Object> field : required.entrySet()) {
            if (field.getValue() == null) {
                return Optional.of(
                        refused(
                                DeadLetterFacts.of(
                                                ErrorCode.MALFORMED_VALUE,
                                                field.getKey() + " is missing")
                                        .withField(field.getKey(), "a value")));
            }
        }
        if (!RecipientKey.isTenant(notification.tenant())) {
            return Optional.of(invalid("tenant", RecipientKey.TENANT_ALLOWED));
        }
        if (!RecipientKey.isRecipient(notification.recipient())) {
            return Optional.of(invalid("recipient", RecipientKey.RECIPIENT_ALLOWED));
        }
        return Optional.empty();
    }

    private Optional<Read> outOfTime(Notification notification) {
        Instant now = clock.instant();
        Instant time = Identity.timeOf(notification.id());
        if (time.isAfter(now.plus(AHEAD))) {
            return Optional.of(
                    about(
                            notification,
                            DeadLetterFacts.of(
                                            ErrorCode.EVENT_IN_FUTURE,
                                            "the event's time is " + time)
                                    .withField("time", "at most 5 minutes ahead"),
                            false));
        }
        if (time.isBefore(partitions.oldest())) {
            return Optional.of(
                    about(
                            notification,
                            DeadLetterFacts.of(
                                            ErrorCode.EVENT_TOO_OLD, "the event's time is " + time)
                                    .withField("time", "not before " + partitions.oldest()),
                            false));
        }
        if (notification.decidedAt().isBefore(now.minus(properties.memory()))) {
            return Optional.of(
                    about(
                            notification,
                            DeadLetterFacts.of(
                                            ErrorCode.BEYOND_MEMORY,
                                            "it was decided at "
                                                    + notification.decidedAt()
                                                    + ", before the inbox's memory: it may have been stored already")
                                    .withField(
                                            "decided_at",
                                            "within " + properties.memory().toDays() + " days"),
                            true));
        }
        return Optional.empty();
    }

    private static Read about(Notification notification, DeadLetterFacts facts, boolean alarm) {
        return new Read.Refused(
                facts.withRecipient(notification.recipientKey()).withType(notification.type()),
                alarm);
    }

    private static Read invalid(String field, String allowed) {
        return refused(
                DeadLetterFacts.of(ErrorCode.MALFORMED_VALUE, field + " is not valid")
                        .withField(field, allowed));
    }

    private static Read refused(DeadLetterFacts facts) {
        return new Read.Refused(facts, false);
    }
}
