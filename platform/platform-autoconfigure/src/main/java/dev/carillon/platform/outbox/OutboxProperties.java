package dev.carillon.platform.outbox;

import dev.carillon.platform.config.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The outbox. The reference is docs/reference/outbox.md.
///
/// @param schema the schema that holds the outbox; the connection's own unless set
/// @param maxRecordSize the largest record that is taken, key, headers and framing included; no more than the topics take
/// @param partitionsAhead for how many days beyond today partitions are kept ready
/// @param keepPartitions how long partitions that are over and wholly published stay at least
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
            throw wrong("schema", "1 to 63 characters of [a-z0-9_], the first no digit", schema);
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

    /// @param enabled whether this process takes part in publishing; off, it only appends
    /// @param slot the replication slot, a name of its own in the whole cluster of databases; `<database>_<schema>_outbox`
    ///     unless set
    /// @param url a JDBC URL that leads to the primary itself, where `spring.datasource.url` goes through a transaction
    ///     pooler; the data source's unless set
    /// @param username for that URL; the data source's unless set
    /// @param password for that URL; the data source's unless set
    /// @param pollInterval how often Debezium looks for changes: paid twice between commit and topic, and with CPU when idle
    /// @param heartbeatInterval how often the mark moves
    /// @param sessionTimeout how long a leader that is stopped or cut off keeps the lead
    /// @param batchSize how many records are on their way to the broker at once
    /// @param queueSize how much of the stream is held in memory ahead of them
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
