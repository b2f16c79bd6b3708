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

/// Where the reading of each partition stands, across consumers: a consumer that failed is replaced by one that goes on from
/// here. For the reader's thread.
final class LogPositions {
    /// Fewer bytes a record than any change has: what lies further back than this many would not fit the window anyway.
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

    /// Begins as far back as the window reaches, by time and by what its bytes can hold.
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

    /// Begins at the end: what came before was not for whoever connects later.
    void beginAtEnd(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        consumer.endOffsets(partitions, PATIENCE).forEach(this::set);
    }

    /// Begins at the first record that there is.
    void beginAtStart(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        consumer.beginningOffsets(partitions, PATIENCE).forEach(this::set);
    }
}
