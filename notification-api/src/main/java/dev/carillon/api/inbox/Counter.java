package dev.carillon.api.inbox;

import dev.carillon.events.Counts;
import dev.carillon.events.Cursor;
import dev.carillon.events.RecipientKey;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A recipient's counter row, as one transaction changes it. Not thread-safe.
final class Counter {
    private final RecipientKey who;
    private final long epoch;
    private final long purgedSeq;
    private final Tally unread;
    private final Tally unseen;
    private long seq;

    Counter(RecipientKey who, long epoch, long purgedSeq, Counts counts) {
        this.who = who;
        this.epoch = epoch;
        this.purgedSeq = purgedSeq;
        this.seq = counts.seq();
        this.unread = new Tally(counts.unread());
        this.unseen = new Tally(counts.unseen());
    }

    /// The counter of a recipient without any notification.
    static Counter none(RecipientKey who) {
        Counts.Tally zero = new Counts.Tally(0, Map.of());
        return new Counter(who, Cursor.FIRST_EPOCH, 0, new Counts(0, zero, zero));
    }

    RecipientKey who() {
        return who;
    }

    long epoch() {
        return epoch;
    }

    long seq() {
        return seq;
    }

    /// The highest `seq` of a tombstone that was deleted.
    long purgedSeq() {
        return purgedSeq;
    }

    /// The `seq` of the next change. [#take()] also advances it.
    long next() {
        return seq + 1;
    }

    long take() {
        return ++seq;
    }

    /// Updates the counts for a row that changes from one state to another.
    void count(String category, @Nullable RowState before, RowState after) {
        unread.add(
                category,
                (after.countsAsUnread() ? 1 : 0)
                        - (before != null && before.countsAsUnread() ? 1 : 0));
        unseen.add(
                category,
                (after.countsAsUnseen() ? 1 : 0)
                        - (before != null && before.countsAsUnseen() ? 1 : 0));
    }

    /// A copy of the current counts.
    Counts counts() {
        return new Counts(seq, unread.shown(), unseen.shown());
    }

    private static final class Tally {
        private final Map<String, Long> byCategory;
        private long total;

        Tally(Counts.Tally tally) {
            total = tally.total();
            byCategory = new TreeMap<>(tally.byCategory());
        }

        void add(String category, long rows) {
            if (rows != 0) {
                total += rows;
                byCategory.merge(
                        category, rows, (was, more) -> was + more == 0 ? null : was + more);
            }
        }

        Counts.Tally shown() {
            return new Counts.Tally(total, byCategory);
        }
    }
}
