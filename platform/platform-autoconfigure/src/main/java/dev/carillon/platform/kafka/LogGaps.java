package dev.carillon.platform.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Notices while a group reads that the log dropped what it had not read: the consumer then goes on at the log's start without a
/// word. A gap alone is no loss, since compaction leaves gaps, too; only one that the log's start lies behind is.
final class LogGaps {
    private final Map<Place, Long> expected = new ConcurrentHashMap<>();
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final LogLoss logLoss;

    LogGaps(LogLoss logLoss) {
        this.logLoss = logLoss;
    }

    /// A listener of the group reads the topics.
    void watch(String group, Collection<String> topics) {
        topics.forEach(topic -> watched.add(new Watched(group, topic)));
    }

    /// Groups and topics that are read here, whether or not a partition is assigned.
    Set<Watched> watched() {
        return Set.copyOf(watched);
    }

    /// The next offset of every assigned partition.
    Map<Place, Long> positions() {
        return Map.copyOf(expected);
    }

    /// Another replica reads the partitions from now on.
    void revoked(String group, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> expected.remove(new Place(group, partition)));
    }

    /// The group goes on there.
    void assigned(String group, TopicPartition partition, long position) {
        watched.add(new Watched(group, partition.topic()));
        expected.put(new Place(group, partition), position);
    }

    /// Records arrived, the first of them with that offset.
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

    /// Everything below was handled.
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
