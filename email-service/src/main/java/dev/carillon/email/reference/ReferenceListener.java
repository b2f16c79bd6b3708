package dev.carillon.email.reference;

import dev.carillon.events.Catalogue;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecordTypes;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.UnreadableValueException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/// Reads the reference topics.
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
                continue; // a tombstone of compaction: what it says came before, as `deleted`
            }
            switch (IncomingRecord.of(record)) {
                case IncomingRecord.Malformed malformed ->
                        dead.add(deadLetters.of(record, malformed.facts()));
                case IncomingRecord.Known known -> {
                    try {
                        take(known, heard);
                    } catch (UnreadableValueException e) {
                        dead.add(deadLetters.of(record, e.facts()));
                    } catch (UnknownTypeException e) {
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
            case RecordTypes.RECIPIENT -> heard.add(known.value(Recipient.class));
            case RecordTypes.NOTIFICATION_TYPE -> types.put(known.value(NotificationType.class));
            case RecordTypes.CATALOGUE -> types.put(known.value(Catalogue.class));
            default -> throw new UnknownTypeException(known.type());
        }
    }

    private static final class UnknownTypeException extends RuntimeException {
        private final String type;

        UnknownTypeException(String type) {
            super("unknown record type", null, false, false);
            this.type = type;
        }

        DeadLetterFacts facts() {
            return DeadLetterFacts.us(
                            "unknown_record_type", "no reader here knows the record type " + type)
                    .withField("ce_type", "recipient, notification-type or catalogue");
        }
    }
}
