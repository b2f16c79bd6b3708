package dev.carillon.email.delivery;

import dev.carillon.events.EmailMessage;
import dev.carillon.platform.kafka.IncomingRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// The Kafka record of an email, stored unchanged so that a dead letter can repeat it.
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record StoredRecord(
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        Instant time,
        Map<String, String> headers,
        byte[] value) {
    StoredRecord {
        headers = Map.copyOf(headers);
    }

    static StoredRecord of(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new StoredRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? null : record.key().replace("\0", ""),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                headers,
                record.value());
    }

    /// The record as it was consumed.
    ConsumerRecord<String, byte[]> consumed() {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                value.length,
                key,
                value,
                all,
                Optional.empty());
    }

    /// The content of the record; it was validated before it was stored.
    EmailMessage content() {
        return switch (IncomingRecord.of(consumed())) {
            case IncomingRecord.Known known -> known.value(EmailMessage.class);
            case IncomingRecord.Malformed malformed ->
                    throw new IllegalStateException("a stored record cannot be read: " + malformed);
        };
    }
}
