package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ConsumerLagTest {
    private static final TopicPartition FIRST = new TopicPartition("requests", 0);
    private static final TopicPartition SECOND = new TopicPartition("requests", 1);

    private final LogGaps positions = new LogGaps(new LogLoss((group, topic, lost) -> {}));
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ConsumerLag lag =
            new ConsumerLag(
                    positions,
                    partitions -> {
                        if (ends.isEmpty()) {
                            throw new KafkaException("away");
                        }
                        ends.keySet().retainAll(partitions);
                        return Map.copyOf(ends);
                    });

    @Test
    void isZeroBeforeAnythingWasRead() {
        positions.watch("intake", List.of("requests"));
        lag.bindTo(registry);

        assertThat(shown()).isZero();
        assertThat(registry.get("carillon.log.loss").tag("group", "intake").counter().count())
                .isZero();
    }

    @Test
    void isTheSumOverTheAssignedPartitionsAndGrowsWhileTheListenerIsStuck() {
        lag.bindTo(registry);
        positions.assigned("intake", FIRST, 10);
        positions.assigned("intake", SECOND, 5);
        ends.putAll(Map.of(FIRST, 12L, SECOND, 5L));
        lag.refresh();
        assertThat(shown()).isEqualTo(2);

        ends.putAll(Map.of(FIRST, 100L, SECOND, 6L));
        lag.refresh();
        assertThat(shown()).isEqualTo(91);
    }

    @Test
    void leavesOutPartitionsThatAnotherReplicaReads() {
        lag.bindTo(registry);
        positions.assigned("intake", FIRST, 10);
        positions.assigned("intake", SECOND, 5);
        positions.revoked("intake", Set.of(SECOND));
        ends.putAll(Map.of(FIRST, 12L));
        lag.refresh();

        assertThat(shown()).isEqualTo(2);
    }

    @Test
    void keepsTheLastValueWhileTheBrokerIsAway() {
        lag.bindTo(registry);
        positions.assigned("intake", FIRST, 10);
        ends.put(FIRST, 12L);
        lag.refresh();
        ends.clear();

        assertThatThrownBy(lag::refresh).isInstanceOf(KafkaException.class);
        assertThat(shown()).isEqualTo(2);
    }

    private double shown() {
        return registry.get("carillon.consumer.lag")
                .tag("group", "intake")
                .tag("topic", "requests")
                .gauge()
                .value();
    }
}
