package dev.carillon.api.inbox;

import dev.carillon.events.Counts;
import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Applies actions to locked inboxes: to one row, or to all rows up to a `seq`.
@Component
final class ChangeRows {
    /// The maximum number of rows in one chunk of a mark-all.
    static final int CHUNK = 5_000;

    private final InboxTable table;

    ChangeRows(InboxTable table) {
        this.table = table;
    }

    /// The changes of one chunk of a mark-all.
    ///
    /// @param seq of the change; null when no row was left to change
    /// @param upto every row up to this `seq` is done
    /// @param more whether rows beyond this chunk are left
    record Chunk(@Nullable Long seq, long upto, List<Outcome.Changed> rows, boolean more) {}

    /// Applies one action; the row must have been loaded.
    Outcome apply(LockedInboxes locked, RowChange change) {
        return locked.row(change.key().who(), change.key().id())
                .map(row -> apply(locked, row, change))
                .orElseGet(() -> new Outcome.Unknown(change.key()));
    }

    /// Applies an action to the next rows that existed at `upto` and have not changed since, as one change with one
    /// `seq`. A chunk never splits the rows of one `seq`, so its own `upto` is exactly what it reached.
    Chunk applyUpto(
            LockedInboxes locked,
            RecipientKey who,
            RowAction action,
            long upto,
            @Nullable String category,
            Instant at) {
        List<InboxTable.Reached> found = table.selectUpto(who, action, upto, category, CHUNK + 1);
        boolean more = found.size() > CHUNK;
        List<InboxTable.Reached> reached = more ? wholeSeqs(found) : found;
        if (reached.isEmpty()) {
            return new Chunk(null, upto, List.of(), false);
        }
        Counter counter = locked.lockedCounter(who);
        long seq = counter.take();
        List<StoredRow> after = new ArrayList<>(reached.size());
        for (InboxTable.Reached each : reached) {
            StoredRow before = each.row();
            locked.load(before);
            after.add(locked.change(before, before.state().apply(action, upto, seq, at)));
        }
        Counts counts = counter.counts();
        List<Outcome.Changed> changed = new ArrayList<>(reached.size());
        for (int row = 0; row < after.size(); row++) {
            changed.add(
                    new Outcome.Changed(
                            reached.get(row).row(),
                            after.get(row),
                            action,
                            counter.epoch(),
                            counts,
                            at));
        }
        return new Chunk(seq, more ? reached.getLast().seq() : upto, changed, more);
    }

    private static Outcome apply(LockedInboxes locked, StoredRow row, RowChange change) {
        Counter counter = locked.lockedCounter(row.who());
        RowState state =
                row.state().apply(change.action(), change.seen(), counter.next(), change.at());
        if (state.equals(row.state())) {
            return new Outcome.Unchanged(row);
        }
        counter.take();
        StoredRow after = locked.change(row, state);
        return new Outcome.Changed(
                row, after, change.action(), counter.epoch(), counter.counts(), change.at());
    }

    /// Drops the rows of the last `seq`, because that `seq` may continue beyond the chunk. No `seq` has more rows than
    /// a chunk, so something is always left.
    private static List<InboxTable.Reached> wholeSeqs(List<InboxTable.Reached> found) {
        long last = found.getLast().seq();
        List<InboxTable.Reached> whole =
                found.stream().filter(reached -> reached.seq() < last).toList();
        return whole.isEmpty() ? found : whole;
    }
}
