package dev.carillon.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record to be published to one of our topics: what the outbox stores and every producer sends.
///
/// @param topic a name of [Topics], without prefix
/// @param key the record key: a [RecipientKey], or the key that the topic defines
/// @param headers CloudEvents headers in binary mode, and any others
/// @param value the JSON value, UTF-8; not copied, so the caller must not change it
@SuppressWarnings("ArrayRecordComponent") // compared and hashed by content below
public record OutgoingRecord(String topic, String key, Map<String, String> headers, byte[] value) {
    public OutgoingRecord {
        headers = Map.copyOf(headers);
    }

    /// A record of one of our own types, with CloudEvents headers.
    ///
    /// @param type a name of [RecordTypes]
    /// @param id deterministic: the same record sent again has the same id
    /// @param source the sending service, such as `carillon:/notification-processor`
    /// @param time when the event happened, not when the record is sent
    public static OutgoingRecord of(
            String topic,
            String key,
            String type,
            String id,
            String source,
            Instant time,
            String tenant,
            @Nullable String traceparent,
            Object value) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Headers.CE_SPECVERSION, "1.0");
        headers.put(Headers.CE_ID, id);
        headers.put(Headers.CE_SOURCE, source);
        headers.put(Headers.CE_TYPE, type);
        headers.put(Headers.CE_TIME, Rfc3339.format(time));
        headers.put(Headers.CE_TENANT, tenant);
        headers.put(Headers.CONTENT_TYPE, Headers.JSON);
        if (traceparent != null) {
            headers.put(Headers.TRACEPARENT, traceparent);
        }
        return new OutgoingRecord(topic, key, headers, EventJson.write(value));
    }

    /// The value as text, for tests and tools; services must not log content.
    public String valueAsText() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /// Compares topic, key, headers and the bytes of the value.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutgoingRecord record
                && topic.equals(record.topic)
                && key.equals(record.key)
                && headers.equals(record.headers)
                && java.util.Arrays.equals(value, record.value);
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(topic, key, headers, java.util.Arrays.hashCode(value));
    }

    /// Topic, key and type only: the value is content and must stay out of logs.
    @Override
    public String toString() {
        return "OutgoingRecord[" + topic + " " + key + " " + headers.get(Headers.CE_TYPE) + "]";
    }
}
