package dev.carillon.platform.kafka;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/// Where a group started the first time. It distinguishes a lost committed offset from one that never existed.
interface StartPositionStore {
    /// Stores nothing, for services without a database: every partition without a committed offset counts as a first
    /// start.
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

    /// Stores the offset, unless one is already stored.
    void store(String group, TopicPartition partition, long offset);
}
