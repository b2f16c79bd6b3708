package dev.carillon.platform.kafka;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/// Where a group began at its very first start: so that a committed offset that was lost is known from one that never was.
interface StartPositionStore {
    /// Knows nothing: every partition without a committed offset is a first start. For services without a database.
    StartPositionStore NONE =
            new StartPositionStore() {
                @Override
                public OptionalLong find(String group, TopicPartition partition) {
                    return OptionalLong.empty();
                }

                @Override
                public void store(String group, TopicPartition partition, long offset) {}
            };

    OptionalLong find(String group, TopicPartition partition);

    /// Keeps what is stored already.
    void store(String group, TopicPartition partition, long offset);
}
