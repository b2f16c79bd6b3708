package dev.carillon.gateway.fanout;

import dev.carillon.events.Announcement;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.gateway.replay.ChangeHead;
import dev.carillon.gateway.replay.RecentChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Parses records of `inbox-changes` and `announcements`. A malformed record is logged, counted and skipped: every
/// replica reads it, the database has the truth, and the gap in `seq` makes the recipient's clients call the changes
/// endpoint.
public final class ChangeRecords {
    private static final Logger log = LoggerFactory.getLogger(ChangeRecords.class);

    private final Counter malformed;

    public ChangeRecords(MeterRegistry meterRegistry) {
        malformed =
                Counter.builder("carillon.gateway.records.malformed")
                        .description("Records that the gateway could not read")
                        .register(meterRegistry);
    }

    Optional<RecentChange> change(ConsumerRecord<String, byte[]> source) {
        if (!isOf(source, RecordTypes.INBOX_CHANGE)) {
            return Optional.empty();
        }
        try {
            ChangeHead head = EventJson.read(source.value(), ChangeHead.class);
            if (head.kind() == null) {
                throw new IllegalArgumentException("a change must have a kind");
            }
            return Optional.of(
                    new RecentChange(
                            RecipientKey.parse(String.valueOf(source.key())),
                            source.partition(),
                            source.offset(),
                            source.timestamp(),
                            head,
                            source.value()));
        } catch (RuntimeException e) {
            return malformed(source, e);
        }
    }

    Optional<Announcement> announcement(ConsumerRecord<String, byte[]> source) {
        if (!isOf(source, RecordTypes.ANNOUNCEMENT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventJson.read(source.value(), Announcement.class));
        } catch (RuntimeException e) {
            return malformed(source, e);
        }
    }

    private boolean isOf(ConsumerRecord<String, byte[]> source, String type) {
        if (type.equals(header(source, Headers.CE_TYPE)) && source.value() != null) {
            return true;
        }
        malformed(source, new IllegalArgumentException("its ce_type must be " + type));
        return false;
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> source, String name) {
        Header header = source.headers().lastHeader(name);
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    /// Logs no exception message: a parser's message may quote content.
    private <T> Optional<T> malformed(ConsumerRecord<String, byte[]> source, RuntimeException e) {
        malformed.increment();
        log.error(
                "Skipped the malformed record of {} at partition {}, offset {}: {}",
                source.topic(),
                source.partition(),
                source.offset(),
                e instanceof IllegalArgumentException ? e.getMessage() : e.getClass().getName());
        return Optional.empty();
    }
}
