package dev.carillon.api.inbox;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.outbox.TransactionalOutbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Turns rows into tombstones for a timer. Rows, counts and the published changes commit in one transaction. Rows of
/// recipients that another transaction has locked are left to the next run.
@Component
final class RemoveRows {
    private final TransactionOperations transactions;
    private final Inboxes inboxes;
    private final ChangeRows change;
    private final TransactionalOutbox outbox;
    private final InboxMetrics metrics;

    RemoveRows(
            TransactionOperations transactions,
            Inboxes inboxes,
            ChangeRows change,
            TransactionalOutbox outbox,
            InboxMetrics metrics) {
        this.transactions = transactions;
        this.inboxes = inboxes;
        this.change = change;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /// Removes those of the rows for which the condition still holds.
    ///
    /// @param keys found without a lock
    /// @param holds checked again under the lock
    /// @return the number of removed rows
    int remove(List<RowKey> keys, RowAction why, Instant at, Predicate<StoredRow> holds) {
        if (keys.isEmpty()) {
            return 0;
        }
        Integer removed =
                transactions.execute(status -> {
                    LockedInboxes locked =
                            inboxes.lockFree(keys.stream().map(RowKey::who).toList());
                    locked.load(keys);
                    List<OutgoingRecord> records = new ArrayList<>();
                    int rows = 0;
                    for (RowKey key : keys) {
                        if (locked.row(key.who(), key.id()).filter(holds).isPresent()
                                && change.apply(locked, new RowChange(key, why, null, at))
                                        instanceof Outcome.Changed changed) {
                            rows++;
                            records.add(changed.record(null));
                            changed.stage().ifPresent(records::add);
                        }
                    }
                    locked.flush();
                    if (!records.isEmpty()) {
                        outbox.append(records);
                    }
                    return rows;
                });
        metrics.removed(why, removed);
        return removed;
    }

    static RowKey key(ResultSet row) throws SQLException {
        return new RowKey(
                new RecipientKey(row.getString("tenant"), row.getString("recipient")),
                row.getObject("id", UUID.class));
    }
}
