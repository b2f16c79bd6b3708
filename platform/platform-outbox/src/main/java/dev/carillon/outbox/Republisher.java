package dev.carillon.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// After a lost slot, publishes all rows of the table that are not below the mark, in the order of their ids.
///
/// The new slot exists before this reads: later commits arrive through the stream, earlier ones are visible here, and
/// those that are both are repeated.
final class Republisher {
    private final RelaySettings settings;
    private final RelayTracker tracker;

    Republisher(RelaySettings settings, RelayTracker tracker) {
        this.settings = settings;
        this.tracker = tracker;
    }

    /// @return the number of rows published again
    long run(Connection connection, String mark, RecordSender sender)
            throws SQLException, InterruptedException {
        long count = 0;
        connection.setAutoCommit(false);
        try (PreparedStatement settingsOfSession =
                connection.prepareStatement("set idle_in_transaction_session_timeout = 0")) {
            settingsOfSession.execute();
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select id, topic, key, headers::text, value from %s
                        where transaction_id >= ?::xid8 and topic not like '$%%' order by id
                        """
                                .formatted(settings.table()))) {
            statement.setString(1, mark);
            statement.setFetchSize(settings.batchSize());
            try (ResultSet rows = statement.executeQuery()) {
                List<StoredRecord> batch = new ArrayList<>();
                long bytes = 0;
                while (rows.next()) {
                    StoredRecord record =
                            StoredRecord.of(
                                    rows.getLong(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getBytes(5));
                    batch.add(record);
                    bytes += record.value().length;
                    if (batch.size() == settings.batchSize() || bytes >= settings.queueBytes()) {
                        count += flush(batch, sender);
                        bytes = 0;
                    }
                }
                count += flush(batch, sender);
            }
        }
        connection.rollback();
        return count;
    }

    private int flush(List<StoredRecord> batch, RecordSender sender) throws InterruptedException {
        sender.publish(batch);
        int size = batch.size();
        tracker.republished(size);
        batch.clear();
        return size;
    }
}
