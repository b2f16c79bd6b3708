package dev.carillon.outbox;

import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Rfc3339;
import dev.carillon.events.Topics;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The dead letter of a record that the broker permanently rejected, in three forms, each smaller than the one before:
/// whole; with the row's position instead of its value; and that without the headers.
final class DeadLetterForm {
    private static final String NOT_PUBLISHED = "n/a";

    private final String topicPrefix;
    private final String service;
    private final Clock clock;

    DeadLetterForm(String topicPrefix, String service, Clock clock) {
        this.topicPrefix = topicPrefix;
        this.service = service;
        this.clock = clock;
    }

    List<StoredRecord> of(StoredRecord record, Refusal refusal) {
        Map<String, String> facts = facts(record, refusal);
        Map<String, String> all = new LinkedHashMap<>(record.headers());
        all.keySet().removeIf(name -> name.startsWith("carillon-dead-"));
        all.putAll(facts);
        byte[] place = place(record);
        return List.of(
                letter(record, all, record.value()),
                letter(record, all, place),
                letter(record, facts, place));
    }

    private static StoredRecord letter(
            StoredRecord record, Map<String, String> headers, byte[] value) {
        return new StoredRecord(
                record.origin(), Topics.DEAD_LETTERS, keyOf(record), Map.copyOf(headers), value);
    }

    private Map<String, String> facts(StoredRecord record, Refusal refusal) {
        Map<String, String> facts = new LinkedHashMap<>();
        String topic = record.topicWith(topicPrefix);
        facts.put(
                Headers.DEAD_ID,
                Identity.uuidOf("outbox", service, topic, record.origin()).toString());
        facts.put(Headers.DEAD_CODE, refusal.code().code());
        facts.put(Headers.DEAD_REASON, refusal.reason());
        facts.put(Headers.DEAD_CLASS, refusal.code().errorClass().name().toLowerCase(Locale.ROOT));
        facts.put(Headers.DEAD_SERVICE, service);
        facts.put(Headers.DEAD_AT, Rfc3339.format(clock.instant()));
        facts.put(Headers.DEAD_TOPIC, topic);
        facts.put(Headers.DEAD_PARTITION, NOT_PUBLISHED);
        facts.put(Headers.DEAD_OFFSET, record.origin());
        facts.put(Headers.DEAD_KEY, record.key());
        copy(record, Headers.CE_TENANT, facts, Headers.DEAD_TENANT);
        copy(record, Headers.CE_ID, facts, Headers.DEAD_EVENT_ID);
        copy(record, Headers.CE_SOURCE, facts, Headers.DEAD_EVENT_SOURCE);
        recipientOf(record).ifPresent(key -> facts.put(Headers.DEAD_RECIPIENT, key.recipient()));
        return facts;
    }

    private static void copy(
            StoredRecord record, String header, Map<String, String> facts, String fact) {
        String value = record.headers().get(header);
        if (value != null) {
            facts.put(fact, value);
        }
    }

    private byte[] place(StoredRecord record) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("topic", record.topicWith(topicPrefix));
        place.put("partition", NOT_PUBLISHED);
        place.put("offset", record.origin());
        place.put("key", record.key());
        place.put("bytes", record.value().length);
        return EventJson.write(place);
    }

    private static String keyOf(StoredRecord record) {
        if (recipientOf(record).isPresent()) {
            return record.key();
        }
        String eventId = record.headers().get(Headers.CE_ID);
        return eventId != null
                ? eventId
                : record.topic() + "-" + NOT_PUBLISHED + "-" + record.origin();
    }

    /// Keys of types and catalogues have the same form as keys of recipients.
    private static Optional<RecipientKey> recipientOf(StoredRecord record) {
        return record.topic().equals(Topics.NOTIFICATION_TYPES)
                ? Optional.empty()
                : RecipientKey.find(record.key());
    }
}
