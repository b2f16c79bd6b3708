package dev.carillon.outbox;

import dev.carillon.events.EventJson;
import dev.carillon.events.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// Stores records in the transaction that changes the state. Once that transaction has committed they will be
/// published: in the order of the list, and for each key in the order of the transactions. Thread-safe.
///
/// A topic is given by its base name; the relay adds the prefix. A name that begins with [#AS_WRITTEN] is used without
/// that sign and without the prefix, for records that go back to a topic that is not ours.
public final class Outbox {
    /// Marks a topic name that gets no prefix.
    public static final String AS_WRITTEN = "=";

    private final String insert;
    private final long maxRecordBytes;

    /// @param schema where [OutboxSchema] created the table
    /// @param maxRecordBytes the largest accepted record, key, headers and framing included; at most what the topics
    ///     accept
    public Outbox(String schema, long maxRecordBytes) {
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes must be positive");
        }
        this.maxRecordBytes = maxRecordBytes;
        this.insert =
                """
                insert into %s (topic, key, headers, value)
                select * from unnest(?::text[], ?::text[], ?::json[], ?::bytea[])
                """
                        .formatted(Identifiers.qualified(schema, OutboxSchema.TABLE));
    }

    /// Stores the records through the caller's open transaction. All sizes are checked before the first record is
    /// stored.
    ///
    /// @param transaction a connection with auto-commit off; it is neither committed nor closed here
    /// @throws OutboxRecordTooLargeException when one is too large; nothing was stored
    /// @throws SQLException when the database fails; the transaction must be rolled back
    /// @throws IllegalStateException when the connection is in auto-commit mode
    public void append(Connection transaction, List<OutgoingRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        if (transaction.getAutoCommit()) {
            throw new IllegalStateException(
                    "The outbox must be called in the transaction that changes the state, but the connection is in auto-commit mode");
        }
        records.forEach(this::check);
        String[] topics = new String[records.size()];
        String[] keys = new String[records.size()];
        String[] headers = new String[records.size()];
        byte[][] values = new byte[records.size()][];
        for (int i = 0; i < records.size(); i++) {
            OutgoingRecord record = records.get(i);
            topics[i] = record.topic();
            keys[i] = record.key();
            headers[i] = new String(EventJson.write(record.headers()), StandardCharsets.UTF_8);
            values[i] = record.value();
        }
        try (PreparedStatement statement = transaction.prepareStatement(insert)) {
            bind(statement, 1, "text", topics);
            bind(statement, 2, "text", keys);
            bind(statement, 3, "text", headers);
            bind(statement, 4, "bytea", values);
            statement.executeUpdate();
        }
    }

    private void check(OutgoingRecord record) {
        if (record.topic().startsWith("$")) {
            throw new IllegalArgumentException(
                    "Topic names that begin with $ are reserved for the relay");
        }
        checkSize(record);
    }

    /// @throws OutboxRecordTooLargeException when the record is larger than the outbox accepts
    public void checkSize(OutgoingRecord record) {
        long bytes = RecordSize.of(record);
        if (bytes > maxRecordBytes) {
            throw new OutboxRecordTooLargeException(record.topic(), bytes, maxRecordBytes);
        }
    }

    private static void bind(PreparedStatement statement, int index, String type, Object[] values)
            throws SQLException {
        Array array = statement.getConnection().createArrayOf(type, values);
        statement.setArray(index, array);
    }
}
