package dev.carillon.platform.kafka;

import dev.carillon.events.Headers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// When a record was first written. One that was given up and sent once more is as old as it was: what was decided by it the
/// first time is remembered from then on, and not from its return.
public final class FirstWritten {
    private FirstWritten() {}

    /// Its timestamp, or what it says where that is earlier.
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
