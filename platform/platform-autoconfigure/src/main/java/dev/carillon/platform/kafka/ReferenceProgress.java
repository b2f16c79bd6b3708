package dev.carillon.platform.kafka;

import java.util.Collection;

/// Whether a group has read its reference topics to the end that they had when the service started.
public interface ReferenceProgress {
    /// Whether the group's committed offsets reached the end offsets taken at the first call after the start. Once true it stays
    /// true. False, not an exception, while the broker does not answer.
    ///
    /// @param groupId the consumer group's id
    /// @param baseTopics without prefix
    boolean caughtUp(String groupId, Collection<String> baseTopics);
}
