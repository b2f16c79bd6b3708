package dev.carillon.gateway.publish;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.platform.kafka.TopicNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends records from one thread of its own, because a Kafka producer may block while it looks for the broker. Records
/// of one lane keep their order. Every accepted record is either sent or reported as failed, even when the publisher is
/// closed first.
public final class AsyncPublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AsyncPublisher.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration GATHERED = Duration.ofMillis(100);

    private final Map<String, Object> producerSettings;
    private final TopicNames topicNames;
    private final MeterRegistry meterRegistry;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Waiting> gathered = new ConcurrentLinkedQueue<>();
    private final Duration patience;
    private @Nullable Thread sender;
    private volatile boolean closing;
    private volatile boolean ended;

    private record Waiting(Supplier<OutgoingRecord> outgoing, BoundedLane lane, Runnable failed) {
        void done(@Nullable Exception failure) {
            lane.done(failure);
            if (failure != null) {
                failed.run();
            }
        }
    }

    public AsyncPublisher(
            Map<String, Object> producerSettings,
            TopicNames topicNames,
            MeterRegistry meterRegistry) {
        this(producerSettings, topicNames, meterRegistry, CLOSE);
    }

    /// @param patience how long [#close()] waits for records that are still to be sent
    AsyncPublisher(
            Map<String, Object> producerSettings,
            TopicNames topicNames,
            MeterRegistry meterRegistry,
            Duration patience) {
        this.producerSettings = producerSettings;
        this.topicNames = topicNames;
        this.meterRegistry = meterRegistry;
        this.patience = patience;
    }

    /// A lane with its own limit.
    ///
    /// @param name in metrics
    /// @param inFlight maximum number of records in flight
    public Lane lane(String name, int inFlight) {
        return new BoundedLane(name, inFlight, queue);
    }

    /// A lane with its own limit, for records that nobody waits for. Records are collected for 100 ms and sent in few
    /// requests, which saves CPU in this process and in the broker.
    ///
    /// @param name in metrics
    /// @param inFlight maximum number of records collected or in flight
    public Lane gatheringLane(String name, int inFlight) {
        return new BoundedLane(name, inFlight, gathered);
    }

    /// Starts to send.
    public void start() {
        closing = false;
        ended = false;
        sender = Thread.ofVirtual().name("gateway-publisher").start(this::run);
    }

    @Override
    public void close() {
        Thread running = sender;
        if (running == null) {
            return;
        }
        closing = true;
        try {
            if (!running.join(patience)) {
                running.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(
                        settings(), new StringSerializer(), new ByteArraySerializer())) {
            long due = System.nanoTime() + GATHERED.toNanos();
            while (!closing || !queue.isEmpty() || !gathered.isEmpty()) {
                Waiting waiting = queue.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (waiting != null) {
                    send(producer, waiting);
                }
                if (closing || System.nanoTime() - due >= 0) {
                    sendGathered(producer);
                    due = System.nanoTime() + GATHERED.toNanos();
                }
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt(); // closing takes too long
        } finally {
            ended = true;
            failWaiting();
        }
    }

    /// Nothing is sent any more: every waiting record fails, so that its caller is notified.
    private void failWaiting() {
        for (Queue<Waiting> each : List.of(queue, gathered)) {
            for (Waiting left = each.poll(); left != null; left = each.poll()) {
                left.done(new IllegalStateException("the publisher is closed"));
            }
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new java.util.HashMap<>(producerSettings);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000");
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        return settings;
    }

    private void sendGathered(Producer<String, byte[]> producer) {
        for (Waiting each = gathered.poll(); each != null; each = gathered.poll()) {
            send(producer, each);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback handles the result
    private void send(Producer<String, byte[]> producer, Waiting waiting) {
        try {
            producer.send(
                    kafkaRecord(waiting.outgoing().get()),
                    (metadata, failure) -> waiting.done(failure));
        } catch (RuntimeException e) {
            waiting.done(e);
        }
    }

    private ProducerRecord<String, byte[]> kafkaRecord(OutgoingRecord outgoing) {
        ProducerRecord<String, byte[]> kafkaRecord =
                new ProducerRecord<>(
                        topicNames.of(outgoing.topic()), outgoing.key(), outgoing.value());
        outgoing.headers()
                .forEach((name, value) ->
                        kafkaRecord.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return kafkaRecord;
    }

    private final class BoundedLane implements Lane {
        private final String name;
        private final Queue<Waiting> waiting;
        private final Semaphore room;
        private final Counter sent;
        private final Counter refused;
        private final Counter failed;

        BoundedLane(String name, int inFlight, Queue<Waiting> waiting) {
            this.name = name;
            this.waiting = waiting;
            this.room = new Semaphore(inFlight);
            this.sent = counter("sent");
            this.refused = counter("refused");
            this.failed = counter("failed");
        }

        private Counter counter(String outcome) {
            return Counter.builder("carillon.gateway.published")
                    .description("Records that the gateway sent to Kafka, by lane and outcome")
                    .tag("lane", name)
                    .tag("outcome", outcome)
                    .register(meterRegistry);
        }

        @Override
        public boolean offer(Supplier<OutgoingRecord> outgoing, Runnable failed) {
            if (closing || !room.tryAcquire()) {
                refused.increment();
                return false;
            }
            boolean taken = waiting.offer(new Waiting(outgoing, this, failed));
            if (ended) {
                failWaiting(); // it was offered while the sender ended
            }
            return taken;
        }

        void done(@Nullable Exception failure) {
            room.release();
            if (failure == null) {
                sent.increment();
            } else {
                failed.increment();
                log.warn(
                        "A record of lane {} did not reach the broker: {}",
                        name,
                        failure.toString());
            }
        }
    }
}
