package dev.carillon.outbox;

import java.time.Duration;
import java.util.Locale;

/// How a relay works.
///
/// @param schema where the outbox is
/// @param slot the replication slot, one for each outbox; its name also names the lock
/// @param topicPrefix what stands before the topic names in the table
/// @param pollInterval how often Debezium looks for changes: paid twice between commit and topic, and with CPU when idle
/// @param heartbeatInterval how often the mark moves; what lies behind it is published again when the slot is lost
/// @param sessionTimeout after how long without a ping the database ends the leader's session, and with it its lock
/// @param keep how long partitions that are over stay at least, for a person to look at
/// @param partitionsAhead for how many days beyond today there are partitions
/// @param batchSize how many records are under way to the broker at once
/// @param queueBytes how much of the stream is held in memory ahead of them
public record RelaySettings(
        String schema,
        String slot,
        String topicPrefix,
        Duration pollInterval,
        Duration heartbeatInterval,
        Duration sessionTimeout,
        Duration keep,
        int partitionsAhead,
        int batchSize,
        long queueBytes) {
    /// @throws IllegalArgumentException naming the setting that is wrong
    public RelaySettings {
        Identifiers.checked("schema", schema);
        Identifiers.checked("slot", slot);
        atLeast("pollInterval", pollInterval, Duration.ofMillis(1));
        atLeast("heartbeatInterval", heartbeatInterval, Duration.ofMillis(100));
        atLeast("sessionTimeout", sessionTimeout, Duration.ofSeconds(1));
        atLeast("keep", keep, Duration.ZERO);
        if (partitionsAhead < 1 || batchSize < 1 || queueBytes < 1) {
            throw new IllegalArgumentException(
                    "partitionsAhead, batchSize and queueBytes must be positive");
        }
    }

    /// The defaults for the outbox of a schema.
    ///
    /// @param slot its name is one in the whole cluster of databases, so [#slotName] puts the database into it
    public static RelaySettings of(String schema, String slot, String topicPrefix) {
        return new RelaySettings(
                schema,
                slot,
                topicPrefix,
                Duration.ofMillis(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofDays(1),
                7,
                500,
                8L * 1024 * 1024);
    }

    /// The name that a slot has unless another is given: `<database>_<schema>_outbox`.
    public static String slotName(String database, String schema) {
        String name =
                (database + "_" + schema + "_outbox")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9_]", "_");
        return name.length() <= 63
                ? name
                : name.substring(0, 54) + "_" + Integer.toHexString(name.hashCode());
    }

    String table() {
        return Identifiers.qualified(schema, OutboxSchema.TABLE);
    }

    String stateTable() {
        return Identifiers.qualified(schema, OutboxSchema.STATE_TABLE);
    }

    private static void atLeast(String what, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(what + " must be at least " + least);
        }
    }
}
