package dev.carillon.platform.kafka;

import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Rfc3339;
import dev.carillon.events.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Creates the dead letter of a record: the original value and headers, and the facts as additional headers.
public final class DeadLetters {
    /// Reserve in bytes for what the broker adds to a record.
    private static final int OVERHEAD = 4096;

    private static final byte[] NOTHING = {};
    private static final String RESERVED = "carillon-dead-";
    private static final String ATTRIBUTE = "ce_";

    private final String service;
    private final Clock clock;

    public DeadLetters(String service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    /// The record for the topic `dead-letters`.
    ///
    /// Its id is derived from the record's topic, partition and offset, and from recipient and type if the facts name
    /// them. So a record that fails again becomes the same dead letter. For a requeued record, the id of its previous
    /// dead letter replaces the position, because the relay may publish a requeued record twice.
    ///
    /// A value that is too large for the topic is left out, and so are headers that are still too large without it;
    /// topic, partition and offset then tell where the original is.
    public OutgoingRecord of(ConsumerRecord<String, byte[]> record, DeadLetterFacts facts) {
        Event event = event(record, facts);
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null && !header.key().startsWith(RESERVED)) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        put(headers, Headers.DEAD_CODE, facts.code().code());
        put(headers, Headers.DEAD_REASON, facts.reason());
        put(headers, Headers.DEAD_CLASS, facts.errorClass().name().toLowerCase(Locale.ROOT));
        put(headers, Headers.DEAD_TENANT, event.tenant());
        put(headers, Headers.DEAD_RECIPIENT, recipient(facts));
        put(headers, Headers.DEAD_EVENT_ID, event.id());
        put(headers, Headers.DEAD_EVENT_SOURCE, event.source());
        put(headers, Headers.DEAD_FIELD, facts.field());
        put(headers, Headers.DEAD_TYPE, facts.type());
        put(headers, Headers.DEAD_EXPRESSION, facts.expression());
        put(headers, Headers.DEAD_STATUS, facts.status());
        put(headers, Headers.DEAD_ANSWER, facts.answer());
        put(
                headers,
                Headers.DEAD_GENERATION,
                facts.generation() == null ? null : String.valueOf(facts.generation()));
        put(headers, Headers.DEAD_SERVICE, service);
        put(headers, Headers.DEAD_AT, Rfc3339.format(clock.instant()));
        put(headers, Headers.DEAD_FIRST_WRITTEN, Rfc3339.format(FirstWritten.of(record)));
        put(headers, Headers.DEAD_TOPIC, record.topic());
        put(headers, Headers.DEAD_PARTITION, String.valueOf(record.partition()));
        put(headers, Headers.DEAD_OFFSET, String.valueOf(record.offset()));
        put(headers, Headers.DEAD_KEY, record.key());
        put(headers, Headers.DEAD_ID, id(record, facts));
        byte[] value = record.value() == null ? NOTHING : record.value();
        String key = key(record, facts, event);
        if (!fits(key, headers, value)) {
            value = NOTHING;
        }
        if (!fits(key, headers, value)) {
            // then neither the headers nor such a long key can be kept
            headers.keySet().removeIf(name -> !name.startsWith(RESERVED));
            headers.remove(Headers.DEAD_KEY);
        }
        return new OutgoingRecord(Topics.DEAD_LETTERS, key, headers, value);
    }

    /// Attributes of the record's event, as the record states them; null if it does not, or if the value does not fit a
    /// column.
    private record Event(@Nullable String tenant, @Nullable String id, @Nullable String source) {}

    private static Event event(ConsumerRecord<String, byte[]> record, DeadLetterFacts facts) {
        Event said =
                switch (IncomingRecord.of(record)) {
                    case IncomingRecord.Known known ->
                            new Event(known.tenant(), known.id(), known.source());
                    case IncomingRecord.Malformed malformed ->
                            new Event(malformed.tenant(), malformed.id(), malformed.source());
                };
        String tenant = facts.tenant();
        return new Event(
                tenant != null && RecipientKey.isTenant(tenant) ? tenant : said.tenant(),
                fitting(said.id()),
                fitting(said.source()));
    }

    private static @Nullable String fitting(@Nullable String attribute) {
        return attribute == null || attribute.isBlank() || !EventAttributes.fits(attribute)
                ? null
                : attribute;
    }

    private static @Nullable String recipient(DeadLetterFacts facts) {
        String recipient = facts.recipient();
        return recipient != null && RecipientKey.isRecipient(recipient) ? recipient : null;
    }

    private static String id(ConsumerRecord<String, byte[]> record, DeadLetterFacts facts) {
        List<String> parts = new ArrayList<>();
        parts.add("dead-letter");
        parts.add(record.topic());
        Header requeued = record.headers().lastHeader(Headers.REQUEUED_FROM);
        if (requeued == null || requeued.value() == null) {
            parts.add(String.valueOf(record.partition()));
            parts.add(String.valueOf(record.offset()));
        } else {
            // with the header's value, because anybody can write or copy the header
            parts.add(text(requeued.value()));
            parts.add(record.key() == null ? "no key" : "key " + record.key());
            for (Header header : record.headers()) {
                if (header.key().startsWith(ATTRIBUTE)) {
                    parts.add(header.key());
                    parts.add(text(header.value()));
                }
            }
            parts.add(text(record.value()));
        }
        parts.add(Objects.requireNonNullElse(facts.recipient(), ""));
        parts.add(Objects.requireNonNullElse(facts.type(), ""));
        return Identity.uuidOf(parts.toArray(String[]::new)).toString();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String key(
            ConsumerRecord<String, byte[]> record, DeadLetterFacts facts, Event event) {
        String recipient = recipient(facts);
        if (recipient != null && event.tenant() != null) {
            return new RecipientKey(event.tenant(), recipient).toString();
        }
        return event.id() == null
                ? record.topic() + "-" + record.partition() + "-" + record.offset()
                : event.id();
    }

    private static boolean fits(String key, Map<String, String> headers, byte[] value) {
        long size = OVERHEAD + key.length() + (long) value.length;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            size += header.getKey().length() + 3L * header.getValue().length() + 16;
        }
        return size <= Topics.DEAD_LETTER_MAX_BYTES;
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
