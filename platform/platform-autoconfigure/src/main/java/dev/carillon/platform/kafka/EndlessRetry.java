package dev.carillon.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/// Delivers the same records to a listener until it returns without an exception: back-off 0.1 to 10 s, nothing is
/// skipped, nothing is committed.
///
/// Spring's own handler drops records for some exceptions at once, and commits the records before a batch's failed one;
/// both would lose records here. The back-off is shorter than the poll interval, so the consumer keeps its partitions.
final class EndlessRetry implements CommonErrorHandler {
    private static final Logger log = LoggerFactory.getLogger(EndlessRetry.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ListenerFaults faults;
    private final Map<Thread, Integer> attempts = new ConcurrentHashMap<>();

    EndlessRetry(ListenerFaults faults) {
        this.faults = faults;
    }

    @Override
    public void handleBatch(
            Exception fault,
            ConsumerRecords<?, ?> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            first.put(partition, records.records(partition).getFirst().offset());
        }
        again(fault, first, consumer, container);
    }

    @Override
    public void handleRemaining(
            Exception fault,
            List<ConsumerRecord<?, ?>> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container) {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (ConsumerRecord<?, ?> record : records) {
            first.merge(
                    new TopicPartition(record.topic(), record.partition()),
                    record.offset(),
                    Math::min);
        }
        again(fault, first, consumer, container);
    }

    @Override
    public void handleOtherException(
            Exception fault,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            boolean batchListener) {
        pause(fault, container, "The consumer of group " + container.getGroupId() + " failed");
    }

    private void again(
            Exception fault,
            Map<TopicPartition, Long> first,
            Consumer<?, ?> consumer,
            MessageListenerContainer container) {
        first.forEach(consumer::seek);
        pause(
                fault,
                container,
                "The listener of group " + container.getGroupId() + " failed at " + first);
    }

    private void pause(Exception fault, MessageListenerContainer container, String what) {
        int attempt = attempts.merge(Thread.currentThread(), 1, Integer::sum);
        Throwable cause =
                fault instanceof ListenerExecutionFailedException && fault.getCause() != null
                        ? fault.getCause()
                        : fault;
        faults.failed(container, cause);
        Duration pause = pauseBefore(attempt);
        if (attempt == 1 || attempt % 10 == 0) {
            log.error("{}; retrying in {} ms (attempt {})", what, pause.toMillis(), attempt, cause);
        } else {
            log.warn(
                    "{}; retrying in {} ms (attempt {}): {}",
                    what,
                    pause.toMillis(),
                    attempt,
                    cause.toString());
        }
        try {
            ListenerUtils.stoppableSleep(container, pause.toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    static Duration pauseBefore(int attempt) {
        long millis = FIRST.toMillis() << Math.min(attempt - 1, 10);
        return millis > LONGEST.toMillis() ? LONGEST : Duration.ofMillis(millis);
    }

    /// Called after a batch or a single record succeeded: the next failure counts as the first one.
    @Override
    public void clearThreadState() {
        attempts.remove(Thread.currentThread());
    }

    /// The failures of the calling thread since its last success.
    int failuresInARow() {
        return attempts.getOrDefault(Thread.currentThread(), 0);
    }

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    /// Nothing of a failed batch is committed.
    @Override
    public boolean isAckAfterHandle() {
        return false;
    }

    @Override
    public void setAckAfterHandle(boolean ack) {
        if (ack) {
            throw new UnsupportedOperationException("a failed batch is never committed");
        }
    }
}
