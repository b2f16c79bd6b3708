package dev.carillon.email.delivery;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.kafka.RecordPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Topics that carry a failed email's id to its next attempt. There are two, so that a short wait is never queued
/// behind a long one. The table itself handles longer waits, and records that are lost.
@Component
class RetryTopics {
    static final String SHORT = "email-retry-short";
    static final String LONG = "email-retry-long";
    static final List<String> ALL = List.of(SHORT, LONG);

    /// The CloudEvents type of these records.
    static final String TYPE = "dev.carillon.email-retry";

    private static final Duration SHORT_WAIT = Duration.ofSeconds(8);
    private static final Duration LONG_WAIT = Duration.ofSeconds(30);

    private final RecordPublisher publisher;
    private final String source;

    RetryTopics(RecordPublisher publisher, CarillonProperties properties) {
        this.publisher = publisher;
        this.source = properties.source();
    }

    /// @param dueAt the earliest time of the attempt
    record Retry(UUID id, int generation, int attempt, Instant dueAt) {}

    void schedule(Message message, Instant dueAt, Instant now) {
        Duration wait = Duration.between(now, dueAt);
        if (wait.compareTo(LONG_WAIT) > 0) {
            return;
        }
        Retry retry = new Retry(message.id(), message.generation(), message.attempts() + 1, dueAt);
        OutgoingRecord record =
                OutgoingRecord.of(
                        wait.compareTo(SHORT_WAIT) <= 0 ? SHORT : LONG,
                        message.recipient().toString(),
                        TYPE,
                        message.envelope().key() + "#" + retry.attempt(),
                        source,
                        now,
                        message.recipient().tenant(),
                        message.traceparent(),
                        retry);
        publisher.publish(record);
    }
}
