package dev.carillon.platform.kafka;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/// Decides where a group continues in its newly assigned partitions. (`auto.offset.reset=none` cannot be used: the
/// consumer would look for positions, and fail, while this code still runs.)
///
/// A committed offset is used; if the log no longer has it, that is reported as a loss. Without a committed offset
/// there are two cases. At the very first start, the group starts at the configured instant, and the position is
/// stored. Otherwise the committed offset was lost, and the group continues from its stored first position.
final class StartPositions implements ConsumerAwareRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(StartPositions.class);

    private final StartPositionStore store;
    private final LogLoss logLoss;
    private final LogGaps gaps;
    private final @Nullable Instant startFrom;

    StartPositions(
            StartPositionStore store, LogLoss logLoss, LogGaps gaps, @Nullable Instant startFrom) {
        this.store = store;
        this.logLoss = logLoss;
        this.gaps = gaps;
        this.startFrom = startFrom;
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        String group = consumer.groupMetadata().groupId();
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(new HashSet<>(partitions));
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, OffsetAndMetadata> started = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long begin = begins.getOrDefault(partition, 0L);
            OffsetAndMetadata known = committed.get(partition);
            if (known == null) {
                long start = start(consumer, group, partition, begin);
                consumer.seek(partition, start);
                started.put(partition, new OffsetAndMetadata(start));
                gaps.assigned(group, partition, start);
            } else if (known.offset() < begin) {
                logLoss.alarm(group, partition, known.offset(), begin);
                consumer.seek(partition, begin);
                gaps.assigned(group, partition, begin);
            } else {
                gaps.assigned(group, partition, known.offset());
            }
        }
        commit(consumer, started);
    }

    @Override
    public void onPartitionsRevokedAfterCommit(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        gaps.revoked(consumer.groupMetadata().groupId(), partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        gaps.revoked(consumer.groupMetadata().groupId(), partitions);
    }

    private long start(
            Consumer<?, ?> consumer, String group, TopicPartition partition, long begin) {
        OptionalLong stored = store.find(group, partition);
        if (stored.isPresent()) {
            log.error(
                    "Group {} has lost its committed offset of {}; it continues from where it first"
                            + " started, {}",
                    group,
                    partition,
                    Math.max(stored.getAsLong(), begin));
            if (stored.getAsLong() < begin) {
                logLoss.alarm(group, partition, stored.getAsLong(), begin);
            }
            return Math.max(stored.getAsLong(), begin);
        }
        long first = first(consumer, partition, begin);
        store.store(group, partition, first);
        log.info("Group {} starts {} at {}", group, partition, first);
        return first;
    }

    private long first(Consumer<?, ?> consumer, TopicPartition partition, long begin) {
        if (startFrom == null) {
            return begin;
        }
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, startFrom.toEpochMilli()))
                        .get(partition);
        if (found != null) {
            return found.offset();
        }
        Long end = consumer.endOffsets(java.util.List.of(partition)).get(partition);
        return end == null ? begin : end;
    }

    private static void commit(
            Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> started) {
        if (started.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(started);
        } catch (KafkaException notNow) {
            log.debug("The first position will be committed with the first records", notNow);
        }
    }
}
