package dev.carillon.platform.kafka;

import java.util.Set;

/// The topics that a service reads or writes, without prefix. Missing ones are created at start-up, present ones are left alone;
/// outside local mode they are checked to be safe.
public record UsedTopics(Set<String> base) {
    public UsedTopics {
        base = Set.copyOf(base);
    }

    public static UsedTopics of(String... base) {
        return new UsedTopics(Set.of(base));
    }
}
