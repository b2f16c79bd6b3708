package dev.carillon.platform.kafka;

import java.util.Collection;

/// Whether a group has read its reference topics to the end that they had when the service started.
public interface ReferenceProgress {
    /// Whether the group's committed offsets have reached the end offsets that were read at the first call after the
    /// start. Once true it stays true. Returns false, and does not throw, while the broker does not answer.
    ///
    /// @param groupId the consumer group's id
    /// @param baseTopics without prefix
    boolean caughtUp(String groupId, Collection<String> baseTopics);
}
