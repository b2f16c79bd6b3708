package dev.carillon.gateway.connection;

import dev.carillon.events.Cursor;
import dev.carillon.gateway.replay.ChangeHead;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The stream position of one client: the epoch, the last `seq` without a gap before it, and what lies beyond a gap. It
/// decides what to do with each change, and computes the client's cursor.
///
/// The log position in a cursor promises that the client has every change of its own below it. So while there is a gap,
/// the position stays where the gap began.
final class Progress {
    private static final long UNKNOWN = -1;

    /// The cursor's position equals the loop's position.
    private static final long FOLLOWS = -1;

    /// No position can be promised yet; the cursor contains -1.
    private static final long NO_POSITION = -2;

    private static final int MAX_BEYOND = 1_000;

    private int partition;
    private long epoch = UNKNOWN;
    private long seq = UNKNOWN;
    private long replayedTo = UNKNOWN;
    private long heldAt = FOLLOWS;
    private long freshEpoch = Cursor.FIRST_EPOCH;
    private long freshSeq;
    private @Nullable TreeSet<Long> beyond;

    /// What to do with a change.
    enum Take {
        /// The client already has it.
        DROP,
        /// The next change without a gap: the frame that all clients share can be used.
        SHARED,
        /// Must be written with this client's own cursor.
        OWN,
        /// Starts a new epoch: the client gets a reset before the change.
        RESET
    }

    Progress(int partition) {
        this.partition = partition;
    }

    /// The client starts at its own cursor.
    void startAt(int ofPartition, Cursor cursor) {
        partition = ofPartition;
        epoch = cursor.epoch();
        seq = cursor.seq();
        beyond = null;
        heldAt =
                cursor.partition() == partition && cursor.offset() >= 0
                        ? cursor.offset()
                        : NO_POSITION;
    }

    /// The client sent no cursor. Until its first change, its cursor is what this gateway knows of the inbox. If
    /// nothing is known, it is `seq` 0 of the first epoch, so that a later resume fetches everything.
    ///
    /// @param knownEpoch -1 when not known
    /// @param knownSeq -1 when not known
    void startFresh(long knownEpoch, long knownSeq) {
        if (knownEpoch >= 0) {
            freshEpoch = knownEpoch;
            freshSeq = Math.max(0, knownSeq);
        }
    }

    /// The client is live from here: it starts without a cursor, or calls the changes endpoint, which is at least as
    /// recent as this gateway.
    ///
    /// @param knownEpoch -1 when not known
    /// @param knownSeq -1 when not known
    void startLive(int ofPartition, long knownEpoch, long knownSeq, long position) {
        if (ofPartition != partition) {
            forgetPosition(ofPartition);
        }
        if (knownEpoch > epoch) {
            epoch = knownEpoch;
            seq = knownSeq;
            beyond = null;
        } else if (knownEpoch == epoch) {
            seq = Math.max(seq, knownSeq);
        }
        TreeSet<Long> waiting = beyond;
        if (waiting != null && !waiting.isEmpty()) {
            seq = Math.max(seq, waiting.last());
        }
        beyond = null;
        replayed(position);
    }

    /// Positions start again: the log was truncated or recreated, or the recipient moved to another partition. Until
    /// the client is live again, its cursor promises no position.
    void forgetPosition(int ofPartition) {
        partition = ofPartition;
        replayedTo = UNKNOWN;
        heldAt = NO_POSITION;
    }

    /// Every change below this position was written to the client or is covered by its cursor.
    void replayed(long position) {
        replayedTo = Math.max(replayedTo, position);
        if (beyond == null) {
            heldAt = FOLLOWS;
        }
    }

    /// Handles the next change of the log.
    Take take(int ofPartition, long offset, ChangeHead head) {
        if (ofPartition == partition && offset < replayedTo) {
            return Take.DROP;
        }
        return takeReplayed(offset, head);
    }

    /// Handles a change from the window, whose offset does not order it.
    Take takeReplayed(long offset, ChangeHead head) {
        if (epoch == UNKNOWN) {
            epoch = head.epoch();
        }
        if (head.epoch() < epoch) {
            return Take.DROP;
        }
        Long next = head.seq();
        if (head.epoch() > epoch) {
            epoch = head.epoch();
            seq = next == null ? UNKNOWN : next;
            beyond = null;
            heldAt = FOLLOWS;
            return Take.RESET;
        }
        return next == null ? Take.OWN : inOrder(offset, next, head.actionId() != null);
    }

    private Take inOrder(long offset, long next, boolean answersAnAction) {
        if (seq == UNKNOWN) {
            seq = next;
            return Take.SHARED;
        }
        if (next <= seq) {
            // the client ignores a change that it already has, but it needs the answer to its
            // action
            return answersAnAction ? Take.OWN : Take.DROP;
        }
        if (next > seq + 1) {
            return beyondGap(offset, next, answersAnAction);
        }
        seq = next;
        return closeGap() ? Take.OWN : Take.SHARED;
    }

    private Take beyondGap(long offset, long next, boolean answersAnAction) {
        TreeSet<Long> waiting = beyond;
        if (waiting == null) {
            waiting = new TreeSet<>();
            beyond = waiting;
            heldAt = heldAt == FOLLOWS ? offset : heldAt;
        }
        return waiting.add(next) || answersAnAction ? Take.OWN : Take.DROP;
    }

    private boolean closeGap() {
        TreeSet<Long> waiting = beyond;
        if (waiting == null) {
            return heldAt != FOLLOWS;
        }
        while (waiting.remove(seq + 1)) {
            seq++;
        }
        if (waiting.isEmpty()) {
            beyond = null;
            heldAt = FOLLOWS;
        }
        return true;
    }

    boolean gapOpen() {
        return beyond != null;
    }

    /// Whether so much lies beyond the gap that waiting for the missing change is pointless.
    boolean gapTooWide() {
        return beyond != null && beyond.size() > MAX_BEYOND;
    }

    int partition() {
        return partition;
    }

    /// The log position below which everything was written, if the loop is at `position`.
    long reached(long position) {
        return Math.max(position, replayedTo);
    }

    /// The current cursor, if the loop is at `position`.
    Cursor cursor(long position) {
        long at = heldAt == FOLLOWS ? reached(position) : Math.max(heldAt, -1);
        return epoch == UNKNOWN
                ? new Cursor(freshEpoch, freshSeq, partition, at)
                : new Cursor(epoch, Math.max(seq, 0), partition, at);
    }
}
