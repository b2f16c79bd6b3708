package dev.carillon.platform.kafka;

import java.util.Set;

/// The topics that a service reads or writes, without prefix. Missing topics are created at start-up, existing ones are
/// never changed. Outside local mode their settings are checked.
public record UsedTopics(Set<String> base) {
    public UsedTopics {
        base = Set.copyOf(base);
    }

    public static UsedTopics of(String... base) {
        return new UsedTopics(Set.of(base));
    }
}
