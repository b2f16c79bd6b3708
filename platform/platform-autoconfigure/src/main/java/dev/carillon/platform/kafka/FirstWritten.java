package dev.carillon.platform.kafka;

import dev.carillon.events.Headers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// When a record was first written. A requeued record keeps the time of its original: decisions about it are kept for a
/// time that starts there, not when it returned.
public final class FirstWritten {
    private FirstWritten() {}

    /// The record's timestamp, or the time in its header if that is earlier.
    public static Instant of(ConsumerRecord<?, ?> record) {
        Instant written = Instant.ofEpochMilli(record.timestamp());
        Header said = record.headers().lastHeader(Headers.FIRST_WRITTEN);
        if (said == null || said.value() == null) {
            return written;
        }
        try {
            Instant first = Instant.parse(new String(said.value(), StandardCharsets.UTF_8));
            return first.isBefore(written) ? first : written;
        } catch (DateTimeException unreadable) {
            return written;
        }
    }
}
