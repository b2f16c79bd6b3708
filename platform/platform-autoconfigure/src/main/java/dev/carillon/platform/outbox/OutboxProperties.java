package dev.carillon.platform.outbox;

import dev.carillon.platform.config.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The outbox. The reference is docs/reference/outbox.md.
///
/// @param schema the schema of the outbox tables; default: the connection's schema
/// @param maxRecordSize the largest record, with key, headers and framing; not larger than the topics' limit
/// @param partitionsAhead days ahead for which partitions exist
/// @param keepPartitions how long past partitions whose rows are all published are kept at least
/// @param relay the relay
@ConfigurationProperties("carillon.outbox")
public record OutboxProperties(
        @Nullable String schema,
        @DefaultValue("1MB") DataSize maxRecordSize,
        @DefaultValue("7") int partitionsAhead,
        @DefaultValue("1d") Duration keepPartitions,
        @DefaultValue Relay relay) {
    public OutboxProperties {
        if (schema != null && !schema.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw wrong(
                    "schema",
                    "1 to 63 characters of [a-z0-9_], not beginning with a digit",
                    schema);
        }
        if (maxRecordSize.toBytes() < 1024) {
            throw wrong("max-record-size", "1KB or more", maxRecordSize);
        }
        if (partitionsAhead < 1 || partitionsAhead > 60) {
            throw wrong("partitions-ahead", "1 to 60 days", partitionsAhead);
        }
        if (keepPartitions.isNegative()) {
            throw wrong("keep-partitions", "0 or more", keepPartitions);
        }
    }

    /// @param enabled whether this process may publish; if `false`, it only stores records
    /// @param slot the replication slot; its name must be unique in the Postgres cluster; default
    ///     `<database>_<schema>_outbox`
    /// @param url a JDBC URL of the primary, needed if `spring.datasource.url` leads to a transaction pooler;
    ///     default: the data source's
    /// @param username the user name for `relay.url`; default: the data source's
    /// @param password the password for `relay.url`; default: the data source's
    /// @param pollInterval how often Debezium polls for changes; adds up to twice this time between commit and topic.
    ///     A shorter interval uses more CPU when idle
    /// @param heartbeatInterval how often the watermark advances
    /// @param sessionTimeout how long a leader that is stopped or disconnected stays leader
    /// @param batchSize records that are sent to the broker at once
    /// @param queueSize how much of the stream is buffered in memory
    public record Relay(
            @DefaultValue("true") boolean enabled,
            @Nullable String slot,
            @Nullable String url,
            @Nullable String username,
            @Nullable Secret password,
            @DefaultValue("10ms") Duration pollInterval,
            @DefaultValue("10s") Duration heartbeatInterval,
            @DefaultValue("5s") Duration sessionTimeout,
            @DefaultValue("500") int batchSize,
            @DefaultValue("8MB") DataSize queueSize) {
        public Relay {
            if (slot != null && !slot.matches("[a-z0-9_]{1,63}")) {
                throw wrong("relay.slot", "1 to 63 characters of [a-z0-9_]", slot);
            }
            atLeast("relay.poll-interval", pollInterval, Duration.ofMillis(1));
            atLeast("relay.heartbeat-interval", heartbeatInterval, Duration.ofMillis(100));
            atLeast("relay.session-timeout", sessionTimeout, Duration.ofSeconds(1));
            if (batchSize < 1 || batchSize > 10_000) {
                throw wrong("relay.batch-size", "1 to 10000", batchSize);
            }
            if (queueSize.toBytes() < 64 * 1024) {
                throw wrong("relay.queue-size", "64KB or more", queueSize);
            }
        }

        private static void atLeast(String key, Duration value, Duration least) {
            if (value.compareTo(least) < 0) {
                throw wrong(key, least + " or more", value);
            }
        }
    }

    private static IllegalArgumentException wrong(String key, String allowed, Object value) {
        return new IllegalArgumentException(
                "carillon.outbox.%s must be %s, but is %s".formatted(key, allowed, value));
    }
}
