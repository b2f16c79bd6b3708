package dev.carillon.email.reference;

import dev.carillon.events.Catalogue;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
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
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/// Consumes the reference topics.
@Component
class ReferenceListener {
    private final KnownRecipients recipients;
    private final KnownTypes types;
    private final DeadLetters deadLetters;
    private final RecordPublisher publisher;

    ReferenceListener(
            KnownRecipients recipients,
            KnownTypes types,
            DeadLetters deadLetters,
            RecordPublisher publisher) {
        this.recipients = recipients;
        this.types = types;
        this.deadLetters = deadLetters;
        this.publisher = publisher;
    }

    @KafkaListener(
            id = "email-service.reference",
            groupId = "email-service.reference",
            topics = {"#{@topicNames.of('recipients')}", "#{@topicNames.of('notification-types')}"},
            containerFactory = "carillonBatchListenerFactory")
    void on(List<ConsumerRecord<String, byte[]>> records) {
        List<Recipient> heard = new ArrayList<>();
        List<OutgoingRecord> dead = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() == null) {
                // A tombstone of compaction; the deletion itself came before, as a record
                // with `deleted`.
                continue;
            }
            switch (IncomingRecord.of(record)) {
                case IncomingRecord.Malformed malformed ->
                        dead.add(deadLetters.of(record, malformed.facts()));
                case IncomingRecord.Known known -> {
                    try {
                        take(known, heard);
                    } catch (UnreadableValueException e) {
                        dead.add(deadLetters.of(record, e.facts()));
                    } catch (RefusedException e) {
                        dead.add(deadLetters.of(record, e.facts()));
                    }
                }
            }
        }
        recipients.put(heard);
        if (!dead.isEmpty()) {
            publisher.publish(dead);
        }
    }

    private void take(IncomingRecord.Known known, List<Recipient> heard) {
        switch (known.type()) {
            case RecordTypes.RECIPIENT -> {
                Recipient recipient = known.value(Recipient.class);
                requireTenant(recipient.tenant());
                require(
                        "recipient",
                        recipient.recipient(),
                        RecipientKey::isRecipient,
                        RecipientKey.RECIPIENT_ALLOWED);
                heard.add(recipient);
            }
            case RecordTypes.NOTIFICATION_TYPE -> {
                NotificationType type = known.value(NotificationType.class);
                requireTenant(type.tenant());
                require(
                        "key",
                        type.key(),
                        key -> key.chars().noneMatch(Character::isISOControl),
                        "a type's key");
                types.put(type);
            }
            case RecordTypes.CATALOGUE -> {
                Catalogue catalogue = known.value(Catalogue.class);
                requireTenant(catalogue.tenant());
                types.put(catalogue);
            }
            default ->
                    throw new RefusedException(
                            DeadLetterFacts.of(
                                            ErrorCode.UNKNOWN_RECORD_TYPE,
                                            "this topic does not support the record type "
                                                    + known.type())
                                    .withField(
                                            "ce_type",
                                            "recipient, notification-type or catalogue"));
        }
    }

    private static void requireTenant(@Nullable String tenant) {
        require("tenant", tenant, RecipientKey::isTenant, RecipientKey.TENANT_ALLOWED);
    }

    /// JSON may lack a field that the record declares as non-null. Such a record must not block all records after it.
    private static void require(
            String field, @Nullable String value, Predicate<String> valid, String allowed) {
        if (value == null || !valid.test(value)) {
            throw new RefusedException(
                    DeadLetterFacts.of(
                                    ErrorCode.MALFORMED_VALUE, "the field is missing or not valid")
                            .withField(field, allowed));
        }
    }

    private static final class RefusedException extends RuntimeException {
        private final transient DeadLetterFacts facts;

        RefusedException(DeadLetterFacts facts) {
            super(facts.message(), null, false, false);
            this.facts = facts;
        }

        DeadLetterFacts facts() {
            return facts;
        }
    }
}
