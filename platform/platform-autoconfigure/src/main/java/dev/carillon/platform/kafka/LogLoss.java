package dev.carillon.platform.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reports records that a group can no longer read, because a committed offset is below the log's start: an ERROR in
/// the log, the metric `carillon_log_loss_total` (records), and a detail of the health indicator `kafkaListeners` until
/// the restart.
final class LogLoss {
    private static final Logger log = LoggerFactory.getLogger(LogLoss.class);

    private final List<String> losses = new CopyOnWriteArrayList<>();
    private final LossCounter counter;

    LogLoss(LossCounter counter) {
        this.counter = counter;
    }

    /// The records in [from, to) are lost.
    void alarm(String group, TopicPartition partition, long from, long to) {
        String range = partition + " offsets " + from + " to " + (to - 1);
        log.error(
                "LOG LOSS: group {} had not read {} when the log deleted them; it continues at {}."
                        + " Raise the topic's retention and check what was lost",
                group,
                range,
                to);
        losses.add(group + ": " + range);
        counter.lost(group, partition.topic(), to - from);
    }

    /// The group's position is beyond the log's end: the log was recreated or truncated.
    void truncated(String group, TopicPartition partition, long position, long now) {
        log.error(
                "LOG LOSS: group {} has the position {} in {}, beyond the end of the log, which was recreated"
                        + " or truncated; the group continues at {}",
                group,
                position,
                partition,
                now);
        losses.add(group + ": " + partition + " was truncated below " + position);
        counter.lost(group, partition.topic(), 1);
    }

    List<String> losses() {
        return List.copyOf(losses);
    }

    /// Counts lost records.
    interface LossCounter {
        void lost(String group, String topic, long records);
    }
}
