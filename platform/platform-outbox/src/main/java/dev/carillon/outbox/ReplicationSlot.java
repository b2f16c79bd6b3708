package dev.carillon.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The replication slot. Its position is the only record of what the broker has acknowledged.
final class ReplicationSlot {
    private static final String READ =
            """
            select database, wal_status, confirmed_flush_lsn::text,
                   pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint,
                   database = current_database(), plugin
            from pg_replication_slots where slot_name = ?
            """;
    private static final String END_READER =
            """
            select pg_terminate_backend(active_pid, 500)
            from pg_replication_slots where slot_name = ? and active_pid is not null
            """;

    /// @param lag bytes of write-ahead log between the slot's position and the current end; null when the slot is lost
    record Seen(
            boolean usable,
            @Nullable String walStatus,
            @Nullable String flushed,
            @Nullable Long lag) {}

    private final String name;

    ReplicationSlot(String name) {
        this.name = name;
    }

    /// The slot's current state; empty if it does not exist.
    ///
    /// @throws IllegalStateException when the name belongs to a slot of another database or kind
    Optional<Seen> read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                if (!rows.getBoolean(5) || !"pgoutput".equals(rows.getString(6))) {
                    throw new IllegalStateException(
                            "The replication slot %s belongs to database %s and plugin %s; choose another name"
                                    .formatted(name, rows.getString(1), rows.getString(6)));
                }
                String status = rows.getString(2);
                String flushed = rows.getString(3);
                long lag = rows.getLong(4);
                return Optional.of(
                        new Seen(
                                !"lost".equals(status) && flushed != null,
                                status,
                                flushed,
                                rows.wasNull() ? null : lag));
            }
        }
    }

    /// Terminates the process that still reads the slot: the walsender of a paused or disconnected leader. Waits for
    /// its end only for a moment, because the session's ping waits meanwhile.
    void endReader(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END_READER)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next() && !rows.getBoolean(1)) {
                    throw new SQLException("The former reader of slot " + name + " has not ended");
                }
            }
        }
    }

    /// Creates the slot. That waits for all open transactions, however long they take.
    void create(Connection connection) throws SQLException {
        run(connection, "select pg_create_logical_replication_slot(?, 'pgoutput')");
    }

    void drop(Connection connection) throws SQLException {
        run(connection, "select pg_drop_replication_slot(?)");
    }

    private void run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.execute();
        }
    }
}
