package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A topic that can lose acknowledged records is not safe in production.
class TopicSafetyTest {
    @ParameterizedTest
    @CsvSource({"2, 2", "2, 3", "3, 3"})
    void twoReplicasMustHaveARecordBeforeItIsAcknowledged(int minInSync, int replicas) {
        assertThat(TopicPreparation.faults(minInSync, replicas)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 3", "1, 2"})
    void fewerInSyncReplicasAreUnsafe(int minInSync, int replicas) {
        assertThat(TopicPreparation.faults(minInSync, replicas))
                .singleElement()
                .asString()
                .startsWith("min.insync.replicas is " + minInSync);
    }

    @Test
    void fewerReplicasThanMustBeInSyncAreUnsafe() {
        assertThat(TopicPreparation.faults(3, 2)).hasSize(1);
        assertThat(TopicPreparation.faults(2, 1)).hasSize(1);
        assertThat(TopicPreparation.faults(1, 1)).hasSize(2);
    }
}
