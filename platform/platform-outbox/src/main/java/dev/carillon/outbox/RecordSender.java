package dev.carillon.outbox;

import dev.carillon.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Publishes records in order and returns when the broker has acknowledged all of them. Failures are retried forever; a
/// permanently rejected record becomes a dead letter. One thread publishes; any thread may [#abort()].
///
/// After a failure the producer is discarded with everything that it still holds, and the records are sent again from
/// the first one that was not acknowledged. So a repetition always ends with the newest record of a key.
final class RecordSender implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(200);

    private sealed interface Outcome {
        record Acknowledged() implements Outcome {}

        /// All records before the index are acknowledged.
        record Refused(int index, Refusal refusal) implements Outcome {}

        record Fault(int index, Throwable cause) implements Outcome {}
    }

    private final Map<String, Object> configuration;
    private final String topicPrefix;
    private final DeadLetterForm deadLetters;
    private final RelayTracker tracker;
    private final BooleanSupplier mayPublish;
    private final RelayState stateWhenWell;
    private final StopSignal aborted = new StopSignal();
    private volatile KafkaProducer<String, byte[]> producer;
    private final Set<String> foreignTopics = new HashSet<>();
    private volatile boolean underWay;

    /// @param connection how to reach the brokers; the options on which the guarantees depend are set here
    /// @param mayPublish checked before each attempt: whether this process still leads
    /// @param stateWhenWell the relay's state when a failure is over
    RecordSender(
            Map<String, Object> connection,
            String topicPrefix,
            DeadLetterForm deadLetters,
            RelayTracker tracker,
            BooleanSupplier mayPublish,
            RelayState stateWhenWell) {
        this.configuration = configuration(connection);
        this.topicPrefix = topicPrefix;
        this.deadLetters = deadLetters;
        this.tracker = tracker;
        this.mayPublish = mayPublish;
        this.stateWhenWell = stateWhenWell;
        this.producer = new KafkaProducer<>(configuration);
    }

    /// @throws RelayStoppedException when aborted or no longer the leader
    void publish(List<StoredRecord> records) throws InterruptedException {
        Backoff backoff = new Backoff();
        boolean oneByOne = false;
        int done = 0;
        while (done < records.size()) {
            int until = oneByOne ? done + 1 : records.size();
            switch (attempt(records.subList(done, until))) {
                case Outcome.Acknowledged() -> {
                    tracker.acknowledged(until - done);
                    done = until;
                    backoff.reset();
                }
                case Outcome.Refused(int index, Refusal refusal) -> {
                    tracker.acknowledged(index);
                    done += index;
                    if (oneByOne || records.size() == 1) {
                        bury(records.get(done), refusal);
                        done++;
                    }
                    oneByOne = true;
                }
                case Outcome.Fault(int index, Throwable cause) -> {
                    tracker.acknowledged(index);
                    done += index;
                    recover(cause, backoff);
                }
            }
        }
        if (tracker.status().state() == RelayState.FAILING) {
            tracker.state(stateWhenWell);
        }
    }

    /// Aborts the current call, from any thread.
    void abort() {
        aborted.give();
        producer.close(Duration.ZERO);
    }

    /// Whether records were passed to the broker whose outcome is unknown.
    boolean leftUnacknowledged() {
        return underWay;
    }

    @Override
    public void close() {
        abort();
    }

    private void bury(StoredRecord record, Refusal refusal) throws InterruptedException {
        List<StoredRecord> forms = deadLetters.of(record, refusal);
        Backoff backoff = new Backoff();
        int form = 0;
        while (true) {
            switch (attempt(List.of(forms.get(form)))) {
                case Outcome.Acknowledged() -> {
                    tracker.deadLetter();
                    return;
                }
                case Outcome.Refused(int index, Refusal again) -> {
                    if (form < forms.size() - 1) {
                        form++;
                    } else {
                        recover(new IllegalStateException(again.reason()), backoff);
                    }
                }
                case Outcome.Fault(int index, Throwable cause) -> recover(cause, backoff);
            }
        }
    }

    private Outcome attempt(List<StoredRecord> records) throws InterruptedException {
        if (aborted.isGiven() || !mayPublish.getAsBoolean()) {
            throw new RelayStoppedException("The relay is not the leader any more");
        }
        underWay = true;
        Outcome outcome = await(records, send(records));
        if (aborted.isGiven()) {
            throw new RelayStoppedException("The relay is not the leader any more");
        }
        underWay = false;
        return outcome;
    }

    /// Stops sending at the first record that fails at once: after a missing topic, each further record would block.
    private List<Future<RecordMetadata>> send(List<StoredRecord> records)
            throws InterruptedException {
        List<Future<RecordMetadata>> futures = new ArrayList<>(records.size());
        for (StoredRecord record : records) {
            Future<RecordMetadata> future;
            try {
                checkPresent(record);
                future = producer.send(record.toProducerRecord(topicPrefix));
            } catch (RuntimeException e) {
                future = CompletableFuture.failedFuture(e);
            }
            futures.add(future);
            if (future.state() == Future.State.FAILED) {
                break;
            }
        }
        return futures;
    }

    /// Waits for all answers, so that no record of this attempt overtakes the next attempt; the first failure decides.
    private Outcome await(List<StoredRecord> records, List<Future<RecordMetadata>> futures)
            throws InterruptedException {
        Outcome outcome = new Outcome.Acknowledged();
        for (int i = 0; i < futures.size(); i++) {
            try {
                futures.get(i).get();
            } catch (ExecutionException e) {
                if (outcome instanceof Outcome.Acknowledged) {
                    outcome = judge(i, records.get(i), futures.get(i).exceptionNow());
                }
            }
        }
        return outcome;
    }

    private static Outcome judge(int index, StoredRecord record, Throwable cause) {
        return Refusal.of(record, cause)
                .<Outcome>map(refusal -> new Outcome.Refused(index, refusal))
                .orElseGet(() -> new Outcome.Fault(index, cause));
    }

    /// Checked once for each topic that is not ours, because a producer would wait for a missing topic.
    private void checkPresent(StoredRecord record) throws InterruptedException {
        String topic = record.topicWith(topicPrefix);
        if (!record.topic().startsWith(Outbox.AS_WRITTEN) || foreignTopics.contains(topic)) {
            return;
        }
        Map<String, Object> admin = new HashMap<>(configuration);
        admin.keySet().retainAll(AdminClientConfig.configNames());
        admin.put(CommonClientConfigs.CLIENT_ID_CONFIG, "carillon-outbox-admin");
        try (Admin client = Admin.create(admin)) {
            client.describeTopics(List.of(topic)).allTopicNames().get();
            foreignTopics.add(topic);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
        }
    }

    private void recover(Throwable cause, Backoff backoff) throws InterruptedException {
        if (aborted.isGiven()) {
            throw new RelayStoppedException("The relay is not the leader any more");
        }
        tracker.failing("Kafka", cause);
        producer.close(Duration.ZERO);
        long until = System.nanoTime() + backoff.next().toNanos();
        while (System.nanoTime() < until) {
            if (aborted.pause(TICK) || !mayPublish.getAsBoolean()) {
                throw new RelayStoppedException("The relay is not the leader any more");
            }
        }
        KafkaProducer<String, byte[]> fresh = new KafkaProducer<>(configuration);
        producer = fresh;
        if (aborted.isGiven()) {
            fresh.close(Duration.ZERO);
        }
    }

    private static Map<String, Object> configuration(Map<String, Object> connection) {
        Map<String, Object> all = new HashMap<>(connection);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "carillon-outbox");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, 32 * 1024);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 12L * 1024 * 1024);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.DEAD_LETTER_MAX_BYTES);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER.dividedBy(2).toMillis());
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) ANSWER.multipliedBy(2).toMillis());
        return all;
    }
}
