package dev.carillon.platform.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Detects that the log deleted records before a running group read them: the consumer then silently continues at the
/// log's start. A gap in offsets alone is not a loss, because compaction leaves gaps too. It is a loss only if the
/// log's start is beyond the expected offset.
final class LogGaps {
    private final Map<Place, Long> expected = new ConcurrentHashMap<>();
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final LogLoss logLoss;

    LogGaps(LogLoss logLoss) {
        this.logLoss = logLoss;
    }

    /// A listener of the group reads these topics.
    void watch(String group, Collection<String> topics) {
        topics.forEach(topic -> watched.add(new Watched(group, topic)));
    }

    /// The groups and topics that are read here, even if no partition is assigned.
    Set<Watched> watched() {
        return Set.copyOf(watched);
    }

    /// The next offset of every assigned partition.
    Map<Place, Long> positions() {
        return Map.copyOf(expected);
    }

    /// The partitions were revoked: another replica reads them from now on.
    void revoked(String group, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> expected.remove(new Place(group, partition)));
    }

    /// The group continues at this position.
    void assigned(String group, TopicPartition partition, long position) {
        watched.add(new Watched(group, partition.topic()));
        expected.put(new Place(group, partition), position);
    }

    /// Records arrived; `first` is the offset of the first one.
    void arrived(Consumer<?, ?> consumer, TopicPartition partition, long first) {
        Long next = expected.get(new Place(group(consumer), partition));
        if (next == null || next == first) {
            return;
        }
        if (first < next) {
            logLoss.truncated(group(consumer), partition, next, first);
            expected.put(new Place(group(consumer), partition), first);
            return;
        }
        Long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        if (begin != null && begin > next) {
            logLoss.alarm(group(consumer), partition, next, begin);
        }
        expected.put(new Place(group(consumer), partition), first);
    }

    /// Every record below `next` was processed.
    void handled(Consumer<?, ?> consumer, TopicPartition partition, long next) {
        expected.put(new Place(group(consumer), partition), next);
    }

    private static String group(Consumer<?, ?> consumer) {
        return consumer.groupMetadata().groupId();
    }

    /// A topic that a group reads.
    record Watched(String group, String topic) {}

    record Place(String group, TopicPartition partition) {}
}
