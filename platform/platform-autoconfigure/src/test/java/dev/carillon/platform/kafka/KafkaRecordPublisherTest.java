package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.OutgoingRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaRecordPublisherTest {
    private final List<String> sent = new ArrayList<>();
    private final ConcurrentLinkedDeque<Scripted> producers = new ConcurrentLinkedDeque<>();
    private final ProducerFaults faults = new ProducerFaults(Clock.systemUTC());

    @Test
    void sendsAgainWhatFailedWithAllThatFollowsUnderItsKey() {
        KafkaRecordPublisher publisher =
                publisher(value ->
                        value.equals("a1") && times("a1") == 1
                                ? new TimeoutException("away")
                                : null);
        publisher.publish(List.of(record("a", "a1"), record("b", "b1"), record("a", "a2")));
        assertThat(sent).containsExactly("a1", "b1", "a2", "a1", "a2");
        assertThat(faults.health().getStatus().getCode()).isEqualTo("UP");
    }

    @Test
    void tellsWhatIsRefusedAfterTheRestWasTaken() {
        KafkaRecordPublisher publisher =
                publisher(value ->
                        value.equals("big") ? new RecordTooLargeException("too large") : null);
        assertThatThrownBy(
                        () -> publisher.publish(List.of(record("a", "big"), record("a", "small"))))
                .isInstanceOfSatisfying(
                        RecordRefusedException.class,
                        refused -> assertThat(refused.record().valueAsText()).isEqualTo("big"));
        assertThat(sent).containsExactly("big", "small");
    }

    @Test
    void findsTheInvalidRecordOfABatch() {
        KafkaRecordPublisher publisher =
                publisher(value ->
                        value.equals("bad") || sent.size() <= 3
                                ? new InvalidRecordException("one of the batch is invalid")
                                : null);
        assertThatThrownBy(() ->
                        publisher.publish(
                                List.of(
                                        record("a", "good"),
                                        record("b", "bad"),
                                        record("c", "fine"))))
                .isInstanceOfSatisfying(
                        RecordRefusedException.class,
                        refused ->
                                assertThat(refused.records())
                                        .extracting(OutgoingRecord::valueAsText)
                                        .containsExactly("bad"));
    }

    @Test
    void replacesAProducerThatFailedForGood() {
        KafkaRecordPublisher publisher =
                publisher(value ->
                        times(value) == 1 ? new OutOfOrderSequenceException("lost") : null);
        publisher.publish(List.of(record("a", "a1")));
        assertThat(producers).hasSize(2);
        assertThat(producers.getFirst().closed()).isTrue();
    }

    private long times(String value) {
        return sent.stream().filter(value::equals).count();
    }

    private KafkaRecordPublisher publisher(Function<String, @Nullable RuntimeException> script) {
        return new KafkaRecordPublisher(
                () -> {
                    Scripted producer = new Scripted(script);
                    producers.add(producer);
                    return producer;
                },
                new TopicNames("t."),
                faults);
    }

    private static OutgoingRecord record(String key, String value) {
        return new OutgoingRecord(
                "email", key, Map.of(), value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// Answers each record as the test scripted it.
    private final class Scripted extends MockProducer<String, byte[]> {
        private final Function<String, @Nullable RuntimeException> script;

        Scripted(Function<String, @Nullable RuntimeException> script) {
            this.script = script;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            String value = new String(record.value(), java.nio.charset.StandardCharsets.UTF_8);
            sent.add(value);
            RuntimeException fault = script.apply(value);
            return fault == null
                    ? CompletableFuture.completedFuture(
                            new RecordMetadata(new TopicPartition("t", 0), 0, 0, 0, 0, 0))
                    : CompletableFuture.failedFuture(fault);
        }
    }
}
