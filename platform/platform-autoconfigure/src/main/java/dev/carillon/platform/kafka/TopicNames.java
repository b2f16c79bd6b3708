package dev.carillon.platform.kafka;

/// Full topic names from those of `dev.carillon.events.Topics`, with `carillon.kafka.topic-prefix`.
public final class TopicNames {
    private final String prefix;

    public TopicNames(String prefix) {
        this.prefix = prefix;
    }

    /// The topic's name at the broker.
    public String of(String base) {
        return prefix + base;
    }

    /// The name without prefix; a name without it is returned as it is.
    public String baseOf(String full) {
        return full.startsWith(prefix) ? full.substring(prefix.length()) : full;
    }
}
