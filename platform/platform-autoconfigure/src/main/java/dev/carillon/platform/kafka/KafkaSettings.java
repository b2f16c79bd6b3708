package dev.carillon.platform.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Kafka. Security and further client properties are set with Spring's `spring.kafka.…`.
///
/// @param bootstrapServers the addresses of the Kafka cluster; default `localhost:9092`, locally `localhost:19092`
/// @param topicPrefix prefix of all Carillon topic names
/// @param partitions number of partitions of topics that Carillon creates; default 12, locally 3
/// @param replicationFactor replication factor of topics that Carillon creates; default: the broker's
/// @param retention retention of topics that Carillon creates, except compacted ones; records contain personal
///     content
/// @param startFrom the instant from which a consumer group reads at its very first start; default: the beginning of
///     the log. It is stored: later changes have no effect
/// @param listeners the listeners
@ConfigurationProperties("carillon.kafka")
public record KafkaSettings(
        @Nullable List<String> bootstrapServers,
        @DefaultValue("carillon.") String topicPrefix,
        @Nullable Integer partitions,
        @Nullable Short replicationFactor,
        @DefaultValue("7d") Duration retention,
        @Nullable Instant startFrom,
        @DefaultValue Listeners listeners) {
    public KafkaSettings {
        if (partitions != null && (partitions < 1 || partitions > 1000)) {
            throw new IllegalArgumentException(
                    "carillon.kafka.partitions must be 1 to 1000, but is " + partitions);
        }
        if (replicationFactor != null && replicationFactor < 1) {
            throw new IllegalArgumentException(
                    "carillon.kafka.replication-factor must be 1 or more, but is "
                            + replicationFactor);
        }
        if (retention.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException(
                    "carillon.kafka.retention must be 1h or more, but is " + retention);
        }
        if (!topicPrefix.matches("[A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "carillon.kafka.topic-prefix must be of [A-Za-z0-9._-], but is " + topicPrefix);
        }
    }

    /// @param autoStartup whether listeners start with the service; tests turn it off
    /// @param commitInterval how often a listener commits its offsets, 1ms to 5s; after a crash, records since the
    ///     last commit are delivered again
    public record Listeners(
            @DefaultValue("true") boolean autoStartup,
            @DefaultValue("100ms") Duration commitInterval) {
        public Listeners {
            if (commitInterval.toMillis() < 1
                    || commitInterval.compareTo(Duration.ofSeconds(5)) > 0) {
                throw new IllegalArgumentException(
                        "carillon.kafka.listeners.commit-interval must be 1ms to 5s, but is "
                                + commitInterval);
            }
        }
    }
}
