package dev.carillon.email.delivery;

import dev.carillon.email.delivery.Messages.Arrival;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.UnreadableValueException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Stores the records of a batch in the table `messages`, in one transaction. Invalid records become dead letters.
@Component
class Admission {
    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    private final Messages messages;
    private final Lanes lanes;
    private final DeadLetters deadLetters;
    private final RecordPublisher publisher;
    private final DeliveryProperties properties;
    private final MailMetrics metrics;
    private final Clock clock;

    Admission(
            Messages messages,
            Lanes lanes,
            DeadLetters deadLetters,
            RecordPublisher publisher,
            DeliveryProperties properties,
            MailMetrics metrics,
            Clock clock) {
        this.messages = messages;
        this.lanes = lanes;
        this.deadLetters = deadLetters;
        this.publisher = publisher;
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    void admit(List<ConsumerRecord<String, byte[]>> records) {
        Instant now = clock.instant();
        List<Arrival> arrivals = new ArrayList<>();
        List<OutgoingRecord> dead = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            DeadLetterFacts fault = read(record, arrivals, now);
            if (fault != null) {
                dead.add(deadLetters.of(record, fault));
            }
        }
        int taken = arrivals.isEmpty() ? 0 : messages.admit(arrivals, now);
        metrics.replayed(arrivals.size() - taken);
        if (!dead.isEmpty()) {
            publisher.publish(dead);
        }
        for (boolean critical : new boolean[] {true, false}) {
            if (arrivals.stream().anyMatch(one -> one.content().critical() == critical)) {
                lanes.wake(critical);
            }
        }
    }

    static DeadLetterFacts unknownType(IncomingRecord.Known known) {
        return DeadLetterFacts.of(
                        ErrorCode.UNKNOWN_RECORD_TYPE,
                        "this topic does not support the record type " + known.type())
                .withField("ce_type", RecordTypes.EMAIL);
    }

    private @Nullable DeadLetterFacts read(
            ConsumerRecord<String, byte[]> record, List<Arrival> arrivals, Instant now) {
        return switch (IncomingRecord.of(record)) {
            case IncomingRecord.Malformed malformed -> malformed.facts();
            case IncomingRecord.Known known -> {
                if (!known.type().equals(RecordTypes.EMAIL)) {
                    yield unknownType(known);
                }
                try {
                    EmailMessage content = known.value(EmailMessage.class);
                    DeadLetterFacts fault = fault(content, now);
                    if (fault == null) {
                        arrivals.add(new Arrival(content, StoredRecord.of(record)));
                    }
                    yield fault;
                } catch (UnreadableValueException e) {
                    yield e.facts();
                }
            }
        };
    }

    /// Checks a record that could be parsed.
    private @Nullable DeadLetterFacts fault(EmailMessage content, Instant now) {
        String missing = missing(content);
        if (missing != null) {
            return DeadLetterFacts.of(
                            ErrorCode.MALFORMED_VALUE, "the email lacks the field " + missing)
                    .withField(missing, "a value");
        }
        if (!RecipientKey.isTenant(content.tenant())
                || !RecipientKey.isRecipient(content.recipient())) {
            return DeadLetterFacts.of(ErrorCode.MALFORMED_VALUE, "the recipient id is not valid")
                    .withField("recipient", RecipientKey.RECIPIENT_ALLOWED);
        }
        if (content.decidedAt().isBefore(now.minus(properties.retention()))) {
            log.error(
                    "ALERT beyond_memory: email {} was decided at {}, before the retention of the table of emails;"
                            + " it is not sent, because it may have been sent already",
                    content.id(),
                    content.decidedAt());
            return DeadLetterFacts.of(
                            ErrorCode.BEYOND_MEMORY,
                            "the email was decided before the retention of the table of emails, so it may have been sent already")
                    .withField("decided_at", "within " + properties.retention().toDays() + " days")
                    .withRecipient(content.tenant(), content.recipient())
                    .withGeneration(content.generation());
        }
        return null;
    }

    /// JSON may lack a field that the record declares as non-null. Returns the name of the first missing
    /// field, or null.
    static @Nullable String missing(EmailMessage content) {
        if (isNull(content.id())) {
            return "id";
        }
        if (isNull(content.kind())) {
            return "kind";
        }
        if (isNull(content.tenant()) || isNull(content.recipient())) {
            return "recipient";
        }
        if (isNull(content.priority())) {
            return "priority";
        }
        if (isNull(content.createdAt()) || isNull(content.decidedAt())) {
            return "decided_at";
        }
        return content.notifications().isEmpty()
                        || content.notifications().stream().anyMatch(Admission::lacksAField)
                ? "notifications"
                : null;
    }

    private static boolean lacksAField(@Nullable Notification one) {
        return one == null
                || isNull(one.id())
                || isNull(one.tenant())
                || isNull(one.recipient())
                || isNull(one.type())
                || isNull(one.category())
                || isNull(one.eventSource())
                || isNull(one.eventId())
                || isNull(one.createdAt());
    }

    private static boolean isNull(@Nullable Object value) {
        return value == null;
    }
}
