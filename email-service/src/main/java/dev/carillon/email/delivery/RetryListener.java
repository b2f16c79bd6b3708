package dev.carillon.email.delivery;

import dev.carillon.email.delivery.RetryTopics.Retry;
import dev.carillon.events.ErrorCode;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.UnreadableValueException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/// Consumes the retry topics: waits until a record is due, then claims its email. All records of one topic wait for
/// about the same time, so the first record is due first (apart from jitter). The wait stays far below the maximum
/// poll interval.
@Component
class RetryListener implements SmartLifecycle {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Messages messages;
    private final Lanes lanes;
    private final DeadLetters deadLetters;
    private final RecordPublisher publisher;
    private final Clock clock;
    private volatile boolean running;

    RetryListener(
            Messages messages,
            Lanes lanes,
            DeadLetters deadLetters,
            RecordPublisher publisher,
            Clock clock) {
        this.messages = messages;
        this.lanes = lanes;
        this.deadLetters = deadLetters;
        this.publisher = publisher;
        this.clock = clock;
    }

    @KafkaListener(
            id = "email-service.email-retry-short",
            groupId = "email-service.email-retry-short",
            topics = "#{@topicNames.of('email-retry-short')}",
            containerFactory = "carillonBatchListenerFactory")
    void soon(List<ConsumerRecord<String, byte[]>> records) throws InterruptedException {
        on(records);
    }

    @KafkaListener(
            id = "email-service.email-retry-long",
            groupId = "email-service.email-retry-long",
            topics = "#{@topicNames.of('email-retry-long')}",
            containerFactory = "carillonBatchListenerFactory")
    void later(List<ConsumerRecord<String, byte[]>> records) throws InterruptedException {
        on(records);
    }

    private void on(List<ConsumerRecord<String, byte[]>> records) throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : records) {
            switch (IncomingRecord.of(record)) {
                case IncomingRecord.Malformed malformed ->
                        publisher.publish(deadLetters.of(record, malformed.facts()));
                case IncomingRecord.Known known -> {
                    if (known.type().equals(RetryTopics.TYPE)) {
                        retry(record, known);
                    } else {
                        publisher.publish(deadLetters.of(record, Admission.unknownType(known)));
                    }
                }
            }
        }
    }

    private void retry(ConsumerRecord<String, byte[]> record, IncomingRecord.Known known)
            throws InterruptedException {
        Retry retry;
        try {
            retry = known.value(Retry.class);
        } catch (UnreadableValueException e) {
            DeadLetterFacts facts = e.facts();
            publisher.publish(deadLetters.of(record, facts));
            return;
        }
        if (isNull(retry.id()) || isNull(retry.dueAt())) {
            publisher.publish(
                    deadLetters.of(
                            record,
                            DeadLetterFacts.of(
                                            ErrorCode.MALFORMED_VALUE,
                                            "the retry record lacks a field")
                                    .withField("id, due_at", "a value")));
            return;
        }
        if (awaitDue(retry.dueAt())) {
            messages.claim(retry.id(), retry.generation(), clock.instant()).ifPresent(lanes::work);
        }
    }

    /// JSON may lack a field that the record declares as non-null.
    private static boolean isNull(@Nullable Object value) {
        return value == null;
    }

    /// Returns false when the service stops first: Kafka delivers the record again, or the table starts the retry.
    private boolean awaitDue(Instant dueAt) throws InterruptedException {
        while (clock.instant().isBefore(dueAt)) {
            if (!running) {
                throw new InterruptedException("the service is stopping");
            }
            Duration left = Duration.between(clock.instant(), dueAt);
            Thread.sleep(left.compareTo(LOOK) < 0 ? left.plusMillis(1) : LOOK);
        }
        return true;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Stops before the listeners, so that no listener waits during the shutdown.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
