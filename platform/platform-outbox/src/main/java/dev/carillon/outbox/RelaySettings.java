package dev.carillon.outbox;

import java.time.Duration;
import java.util.Locale;

/// The settings of a relay.
///
/// @param schema the schema of the outbox
/// @param slot the replication slot, one for each outbox; the lock has the same name
/// @param topicPrefix prefix of the topic names in the table
/// @param pollInterval how often Debezium looks for changes. It adds up to twice this time between commit and topic; a
///     short interval costs CPU when idle
/// @param heartbeatInterval how often the mark moves; if the slot is lost, everything after the mark is published again
/// @param sessionTimeout after how long without a ping the database ends the leader's session, and with it its lock
/// @param keep how long past partitions are kept at least, for people to look at
/// @param partitionsAhead number of days beyond today that have partitions
/// @param batchSize maximum number of records in flight to the broker
/// @param queueBytes maximum memory for stream events that wait for publishing
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
    /// @throws IllegalArgumentException that names the wrong setting
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
    /// @param slot its name must be unique in the whole database cluster, so [#slotName] includes the database
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

    /// The default name of a slot: `<database>_<schema>_outbox`.
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
