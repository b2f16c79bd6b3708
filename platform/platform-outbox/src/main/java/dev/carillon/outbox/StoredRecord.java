package dev.carillon.outbox;

import dev.carillon.events.EventJson;
import dev.carillon.events.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/// A row of the outbox, or another record that the relay publishes.
///
/// @param origin identifies it, the same however often it is published: the row's id, or its topic and key
/// @param topic the base name, [Outbox#AS_WRITTEN] and a full name, or one of the relay's own
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredRecord(
        String origin, String topic, String key, Map<String, String> headers, byte[] value) {
    /// The relay's own rows; they are not published.
    static final String HEARTBEAT = "$heartbeat";

    static final String REFERENCES = "$references";

    static StoredRecord of(long id, String topic, String key, String headers, byte[] value) {
        Map<String, String> read = new LinkedHashMap<>();
        EventJson.readObject(headers.getBytes(StandardCharsets.UTF_8))
                .forEach((name, text) -> read.put(name, String.valueOf(text)));
        return new StoredRecord("outbox-" + id, topic, key, read, value);
    }

    static StoredRecord of(OutgoingRecord record) {
        return new StoredRecord(
                record.topic() + "/" + record.key(),
                record.topic(),
                record.key(),
                record.headers(),
                record.value());
    }

    boolean isOurOwn() {
        return topic.startsWith("$");
    }

    String valueAsText() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /// The topic's full name.
    String topicWith(String prefix) {
        return topic.startsWith(Outbox.AS_WRITTEN)
                ? topic.substring(Outbox.AS_WRITTEN.length())
                : prefix + topic;
    }

    ProducerRecord<String, byte[]> toProducerRecord(String prefix) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topicWith(prefix), key, value);
        headers.forEach((name, text) ->
                record.headers()
                        .add(new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8))));
        return record;
    }
}
