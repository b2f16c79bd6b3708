package dev.carillon.platform.kafka;

/// Maps the topic names of `dev.carillon.events.Topics` to full names with `carillon.kafka.topic-prefix`, and back.
public final class TopicNames {
    private final String prefix;

    public TopicNames(String prefix) {
        this.prefix = prefix;
    }

    /// The topic's full name at the broker.
    public String of(String base) {
        return prefix + base;
    }

    /// The name without the prefix; a name without the prefix is returned unchanged.
    public String baseOf(String full) {
        return full.startsWith(prefix) ? full.substring(prefix.length()) : full;
    }
}
