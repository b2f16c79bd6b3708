package dev.carillon.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The relay's row in the database: the mark, and whether rows are still to be published again. Only the leader writes
/// it.
final class RelayMemory {
    /// @param mark every transaction below it is acknowledged
    /// @param ahead whether the mark is in the future: the database was restored from an older backup, so the mark is
    ///     meaningless
    record Remembered(String mark, boolean republishing, boolean ahead) {}

    private final String slot;
    private final String table;
    private final String outbox;

    RelayMemory(RelaySettings settings) {
        this.slot = settings.slot();
        this.table = settings.stateTable();
        this.outbox = settings.table();
    }

    Remembered read(Connection connection) throws SQLException {
        update(
                connection,
                "insert into %s (slot) values (?) on conflict do nothing".formatted(table));
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select mark::text, republishing, mark > pg_snapshot_xmax(pg_current_snapshot())
                        from %s where slot = ?
                        """
                                .formatted(table))) {
            statement.setString(1, slot);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new Remembered(rows.getString(1), rows.getBoolean(2), rows.getBoolean(3));
            }
        }
    }

    /// Stores, before a slot is created, that rows must be published again, so that the next leader continues with it.
    void startRepublishing(Connection connection) throws SQLException {
        update(
                connection,
                "update %s set republishing = true, slot_created_at = now() where slot = ?"
                        .formatted(table));
    }

    void finishRepublishing(Connection connection) throws SQLException {
        update(connection, "update %s set republishing = false where slot = ?".formatted(table));
    }

    void forgetMark(Connection connection) throws SQLException {
        update(
                connection,
                "update %s set mark = '0', republishing = true where slot = ?".formatted(table));
    }

    void mark(Connection connection, String mark) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "update %s set mark = ?::xid8, marked_at = now() where slot = ? and mark < ?::xid8"
                                .formatted(table))) {
            statement.setString(1, mark);
            statement.setString(2, slot);
            statement.setString(3, mark);
            statement.executeUpdate();
        }
    }

    /// Inserts a heartbeat row with the oldest running transaction. Once it has arrived through the slot, every
    /// transaction below has too.
    void insertHeartbeat(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert into %s (topic, key, headers, value) values
                            (?, '', '{}', convert_to(pg_snapshot_xmin(pg_current_snapshot())::text, 'UTF8'))
                        """
                                .formatted(outbox))) {
            statement.setString(1, StoredRecord.HEARTBEAT);
            statement.executeUpdate();
        }
    }

    /// Asks the leader, through the stream, to publish the reference rows again after everything before this row.
    void requestReferences(Connection connection, String nonce) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "insert into %s (topic, key, headers, value) values (?, ?, '{}', '')"
                                .formatted(outbox))) {
            statement.setString(1, StoredRecord.REFERENCES);
            statement.setString(2, nonce);
            statement.executeUpdate();
        }
    }

    private void update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slot);
            statement.executeUpdate();
        }
    }
}
