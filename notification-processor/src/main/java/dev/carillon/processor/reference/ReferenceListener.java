package dev.carillon.processor.reference;

import dev.carillon.events.Catalogue;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Preferences;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.EventAttributes;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.UnreadableValueException;
import dev.carillon.processor.reference.ReferenceStore.Held;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/// Maintains the copy of the reference data. The highest version of each key wins, so order and repetition
/// do not matter.
@Component
class ReferenceListener {
    static final String GROUP = "notification-processor.reference";

    private final ReferenceStore store;
    private final DeadLetters deadLetters;
    private final RecordPublisher publisher;

    ReferenceListener(ReferenceStore store, DeadLetters deadLetters, RecordPublisher publisher) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.publisher = publisher;
    }

    @KafkaListener(
            id = GROUP,
            groupId = GROUP,
            topics = {
                "#{@topicNames.of('notification-types')}",
                "#{@topicNames.of('recipients')}",
                "#{@topicNames.of('preferences')}"
            },
            containerFactory = "carillonBatchListenerFactory")
    void on(List<ConsumerRecord<String, byte[]>> records) {
        Batch batch = new Batch();
        List<OutgoingRecord> dead = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() != null) {
                take(record, batch, dead);
            }
        }
        store.put(
                batch.recipients.values(),
                batch.preferences.values(),
                batch.types.values(),
                batch.catalogues.values());
        if (!dead.isEmpty()) {
            publisher.publish(dead);
        }
    }

    private void take(
            ConsumerRecord<String, byte[]> record, Batch batch, List<OutgoingRecord> dead) {
        switch (IncomingRecord.of(record)) {
            case IncomingRecord.Malformed malformed ->
                    dead.add(deadLetters.of(record, malformed.facts()));
            case IncomingRecord.Known known -> {
                try {
                    if (!batch.add(known)) {
                        dead.add(
                                deadLetters.of(
                                        record,
                                        DeadLetterFacts.of(
                                                        ErrorCode.UNKNOWN_RECORD_TYPE,
                                                        "records of type "
                                                                + known.type()
                                                                + " are not supported in this topic")
                                                .withField("ce_type", null)));
                    }
                } catch (UnreadableValueException unreadable) {
                    dead.add(deadLetters.of(record, unreadable.facts()));
                } catch (InvalidReferenceException invalid) {
                    dead.add(deadLetters.of(record, invalid.facts));
                }
            }
        }
    }

    /// A reference record that lacks a required field.
    private static final class InvalidReferenceException extends RuntimeException {
        private final DeadLetterFacts facts;

        private InvalidReferenceException(String field, String allowed) {
            super(field);
            this.facts =
                    DeadLetterFacts.of(
                                    ErrorCode.MALFORMED_VALUE,
                                    "the field " + field + " is not valid")
                            .withField(field, allowed);
        }
    }

    /// The newest record of each key in a batch: one upsert statement may not touch a row twice.
    private static final class Batch {
        private final Map<String, Held> types = new HashMap<>();
        private final Map<String, Held> catalogues = new HashMap<>();
        private final Map<String, Held> recipients = new HashMap<>();
        private final Map<String, Held> preferences = new HashMap<>();

        private boolean add(IncomingRecord.Known known) {
            String document = new String(known.data(), StandardCharsets.UTF_8);
            switch (known.type()) {
                case RecordTypes.NOTIFICATION_TYPE -> {
                    NotificationType type = known.value(NotificationType.class);
                    present("category", type.category());
                    present("priority", type.priority());
                    present("level", type.level());
                    keep(types, new Held(type.tenant(), type.key(), type.version(), document));
                }
                case RecordTypes.CATALOGUE -> {
                    Catalogue one = known.value(Catalogue.class);
                    keep(
                            catalogues,
                            new Held(one.tenant(), Catalogue.KEY, one.version(), document));
                }
                case RecordTypes.RECIPIENT -> {
                    Recipient one = known.value(Recipient.class);
                    keep(
                            recipients,
                            new Held(one.tenant(), one.recipient(), one.version(), document));
                }
                case RecordTypes.PREFERENCES -> {
                    Preferences one = known.value(Preferences.class);
                    keep(
                            preferences,
                            new Held(one.tenant(), one.recipient(), one.version(), document));
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static void present(String field, @Nullable Object value) {
            if (value == null) {
                throw new InvalidReferenceException(field, "a value");
            }
        }

        @SuppressWarnings("NullAway") // The JSON reader leaves absent record components null.
        private static void keep(Map<String, Held> newest, Held held) {
            if (held.tenant() == null || !RecipientKey.isTenant(held.tenant())) {
                throw new InvalidReferenceException("tenant", RecipientKey.TENANT_ALLOWED);
            }
            if (held.key() == null || !EventAttributes.fits(held.key())) {
                throw new InvalidReferenceException("key", EventAttributes.ALLOWED);
            }
            newest.merge(
                    held.tenant() + "/" + held.key(),
                    held,
                    (before, now) -> now.version() > before.version() ? now : before);
        }
    }
}
