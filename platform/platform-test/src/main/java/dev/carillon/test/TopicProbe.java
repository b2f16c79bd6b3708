package dev.carillon.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads a topic from its start, without a group, and keeps the records. Not thread-safe.
public final class TopicProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, byte[]> consumer;
    private final String topic;
    private final List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
    private List<TopicPartition> assigned = List.of();

    private TopicProbe(String bootstrapServers, String topic) {
        this.topic = topic;
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", bootstrapServers,
                                "auto.offset.reset", "earliest",
                                "allow.auto.create.topics", "false",
                                "enable.auto.commit", "false"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
    }

    /// A probe of this JVM's Kafka. The topic is given by its full name, and may be created later.
    public static TopicProbe of(String topic) {
        return new TopicProbe(EmbeddedServers.kafka().bootstrapServers(), topic);
    }

    /// A probe of another Kafka.
    public static TopicProbe of(String bootstrapServers, String topic) {
        return new TopicProbe(bootstrapServers, topic);
    }

    /// Waits until `count` records were read in total, and returns every record read so far.
    ///
    /// @throws AssertionError when there are fewer after 30 s
    public List<ConsumerRecord<String, byte[]>> await(int count) {
        return await(count, record -> true);
    }

    /// Waits until `count` of the records match, and returns those.
    ///
    /// @throws AssertionError when there are fewer after 30 s
    public List<ConsumerRecord<String, byte[]>> await(
            int count, Predicate<ConsumerRecord<String, byte[]>> matching) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<ConsumerRecord<String, byte[]>> found = read.stream().filter(matching).toList();
            if (found.size() >= count) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "%s has %d matching records (%d in total) after %d s, not %d"
                                .formatted(
                                        topic,
                                        found.size(),
                                        read.size(),
                                        PATIENCE.toSeconds(),
                                        count));
            }
            poll();
        }
    }

    /// Every record up to the current ends of the topic's partitions.
    public List<ConsumerRecord<String, byte[]>> readToEnd() {
        poll();
        if (!assigned.isEmpty()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                poll();
            }
        }
        return List.copyOf(read);
    }

    private void poll() {
        assignWhatThereIs();
        if (assigned.isEmpty()) {
            java.util.concurrent.locks.LockSupport.parkNanos(POLL.toNanos());
            return;
        }
        consumer.poll(POLL).forEach(read::add);
    }

    private void assignWhatThereIs() {
        if (!assigned.isEmpty()) {
            return;
        }
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            return;
        }
        assigned =
                partitions.stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        consumer.assign(assigned);
        consumer.seekToBeginning(assigned);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
