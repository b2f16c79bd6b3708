package dev.carillon.platform.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /// The group stood beyond what the log holds: it was made anew or cut at its end.
    void truncated(String group, TopicPartition partition, long stood, long now) {
        log.error(
                "LOG LOSS: group {} stood at {} of {}, which the log no longer reaches: it was made anew"
                        + " or cut; the group goes on at {}",
                group,
                stood,
                partition,
                now);
        losses.add(group + ": " + partition + " was cut below " + stood);
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
