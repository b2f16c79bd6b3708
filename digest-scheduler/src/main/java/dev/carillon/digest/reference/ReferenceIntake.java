package dev.carillon.digest.reference;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Preferences;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.UnreadableValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Copies recipients and preferences from the reference topics. Publishes [PersonChanged] in the same transaction, so
/// that code that depends on a person's times can react.
@Component
class ReferenceIntake {
    static final String GROUP = "digest-scheduler.reference";

    private final People people;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;

    ReferenceIntake(
            People people,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            RecordPublisher publisher,
            DeadLetters deadLetters) {
        this.people = people;
        this.events = events;
        this.transaction = transaction;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
    }

    @KafkaListener(
            id = GROUP,
            topics = {"#{@topicNames.of('recipients')}", "#{@topicNames.of('preferences')}"},
            containerFactory = "carillonBatchListenerFactory")
    void take(List<ConsumerRecord<String, byte[]>> records) {
        List<OutgoingRecord> dead = new ArrayList<>();
        transaction.executeWithoutResult(status -> {
            dead.clear();
            records.forEach(record ->
                    take(record).ifPresent(facts -> dead.add(deadLetters.of(record, facts))));
        });
        publisher.publish(dead);
    }

    private Optional<DeadLetterFacts> take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        return switch (IncomingRecord.of(record)) {
            case IncomingRecord.Malformed malformed -> Optional.of(malformed.facts());
            case IncomingRecord.Known known -> take(known);
        };
    }

    private Optional<DeadLetterFacts> take(IncomingRecord.Known known) {
        try {
            switch (known.type()) {
                case RecordTypes.RECIPIENT -> {
                    Recipient recipient = known.value(Recipient.class);
                    if (!isKey(recipient.tenant(), recipient.recipient())) {
                        return Optional.of(noKey());
                    }
                    if (people.put(recipient)) {
                        changed(recipient.tenant(), recipient.recipient(), recipient.erased());
                    }
                }
                case RecordTypes.PREFERENCES -> {
                    Preferences preferences = known.value(Preferences.class);
                    if (!isKey(preferences.tenant(), preferences.recipient())) {
                        return Optional.of(noKey());
                    }
                    if (people.put(preferences)) {
                        changed(preferences.tenant(), preferences.recipient(), false);
                    }
                }
                default -> {
                    return Optional.of(
                            DeadLetterFacts.of(
                                            ErrorCode.UNKNOWN_RECORD_TYPE,
                                            "the record type "
                                                    + known.type()
                                                    + " is not supported in this topic")
                                    .withField(
                                            "ce_type",
                                            RecordTypes.RECIPIENT
                                                    + " or "
                                                    + RecordTypes.PREFERENCES));
                }
            }
            return Optional.empty();
        } catch (UnreadableValueException unreadable) {
            return Optional.of(unreadable.facts());
        }
    }

    /// JSON may lack either.
    private static boolean isKey(@Nullable String tenant, @Nullable String recipient) {
        return tenant != null
                && recipient != null
                && RecipientKey.isTenant(tenant)
                && RecipientKey.isRecipient(recipient);
    }

    private static DeadLetterFacts noKey() {
        return DeadLetterFacts.of(
                        ErrorCode.MALFORMED_VALUE, "the recipient id or tenant is not valid")
                .withField("recipient", RecipientKey.RECIPIENT_ALLOWED);
    }

    private void changed(String tenant, String recipient, boolean erased) {
        events.publishEvent(new PersonChanged(new RecipientKey(tenant, recipient), erased));
    }
}
