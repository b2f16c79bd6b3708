package dev.carillon.gateway.fanout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// The read position of each partition. It survives a failed consumer: the next one continues from it. Used by the
/// reader's thread only.
final class LogPositions {
    /// A lower bound of a change's size in bytes. Records further back than the window's size divided by this would not
    /// fit into the window anyway.
    private static final long SMALLEST_CHANGE = 256;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<TopicPartition, Long> next = new HashMap<>();

    static List<TopicPartition> of(Consumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        List<PartitionInfo> known = consumer.partitionsFor(topic, PATIENCE);
        if (known != null) {
            known.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    boolean has(TopicPartition partition) {
        return next.containsKey(partition);
    }

    long of(TopicPartition partition) {
        return next.getOrDefault(partition, 0L);
    }

    void set(TopicPartition partition, long offset) {
        next.put(partition, offset);
    }

    /// Starts as far back as the window reaches, by age and by the number of changes that its bytes can hold.
    void beginAt(
            Consumer<?, ?> consumer,
            Collection<TopicPartition> partitions,
            long oldestMillis,
            long windowBytes) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, oldestMillis));
        var byTime = consumer.offsetsForTimes(times, PATIENCE);
        var ends = consumer.endOffsets(partitions, PATIENCE);
        var beginnings = consumer.beginningOffsets(partitions, PATIENCE);
        long most = windowBytes / SMALLEST_CHANGE;
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            var found = byTime.get(partition);
            long start = found == null ? end : found.offset();
            start = Math.max(start, end - most);
            set(partition, Math.max(start, beginnings.getOrDefault(partition, 0L)));
        }
    }

    /// Starts at the end: earlier records do not concern clients that connect later.
    void beginAtEnd(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        consumer.endOffsets(partitions, PATIENCE).forEach(this::set);
    }

    /// Starts at the first record.
    void beginAtStart(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        consumer.beginningOffsets(partitions, PATIENCE).forEach(this::set);
    }
}
