package dev.carillon.platform.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Alarms what a group can no longer read: a committed offset that lies below the log's start. An ERROR in the log, the metric
/// `carillon_log_loss_total` (records) and a detail of the health `kafkaListeners` until the restart.
final class LogLoss {
    private static final Logger log = LoggerFactory.getLogger(LogLoss.class);

    private final List<String> losses = new CopyOnWriteArrayList<>();
    private final LossCounter counter;

    LogLoss(LossCounter counter) {
        this.counter = counter;
    }

    /// The range [from, to) is gone.
    void alarm(String group, TopicPartition partition, long from, long to) {
        String range = partition + " offsets " + from + " to " + (to - 1);
        log.error(
                "LOG LOSS: group {} had not read {} when the log dropped them; it goes on at {}."
                        + " Raise the topic's retention and see what was lost",
                group,
                range,
                to);
        losses.add(group + ": " + range);
        counter.lost(group, partition.topic(), to - from);
    }

    /// The consumer found its position outside of the log: alarms, and goes on at the log's start.
    void outOfRange(String group, Consumer<?, ?> consumer, OffsetOutOfRangeException lost) {
        Map<TopicPartition, Long> positions = lost.offsetOutOfRangePartitions();
        Collection<TopicPartition> partitions = positions.keySet();
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        positions.forEach((partition, position) -> {
            long start = starts.getOrDefault(partition, position);
            if (start > position) {
                alarm(group, partition, position, start);
            } else {
                log.error(
                        "LOG LOSS: group {} stood at {} of {}, beyond the log's end: the topic was"
                                + " made anew or truncated; it goes on at {}",
                        group,
                        position,
                        partition,
                        start);
                losses.add(group + ": " + partition + " truncated below " + position);
                counter.lost(group, partition.topic(), 1);
            }
            consumer.seek(partition, start);
        });
    }

    List<String> losses() {
        return List.copyOf(losses);
    }

    /// Counts lost records.
    interface LossCounter {
        void lost(String group, String topic, long records);
    }
}
