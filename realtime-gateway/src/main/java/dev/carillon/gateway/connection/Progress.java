package dev.carillon.gateway.connection;

import dev.carillon.events.Cursor;
import dev.carillon.gateway.replay.ChangeHead;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How far one client has come: epoch, the last `seq` without a gap before it, and what lies beyond a gap. It decides what
/// becomes of each change, and what cursor goes with it.
///
/// The log position in a cursor promises that the client has every change of its own below it; so while a gap is open it stays
/// where the gap began.
final class Progress {
    private static final long UNKNOWN = -1;

    /// The cursor's position is that of the loop.
    private static final long FOLLOWS = -1;

    /// No position can be promised yet; a cursor shows it as -1.
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
        /// The client has it.
        DROP,
        /// The next in order, nothing missing: the frame that all share is right.
        SHARED,
        /// To be written with this client's own cursor.
        OWN,
        /// Begins a new epoch; the client is told before it gets the change.
        RESET
    }

    Progress(int partition) {
        this.partition = partition;
    }

    /// The client stands at its own cursor.
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

    /// The client brought no cursor. Until its first change comes, its cursor says what is known here of its inbox; where nothing
    /// is known, that it has nothing of an inbox that was never made anew, which leads it to everything there is.
    ///
    /// @param knownEpoch -1 when not known
    /// @param knownSeq -1 when not known
    void startFresh(long knownEpoch, long knownSeq) {
        if (knownEpoch >= 0) {
            freshEpoch = knownEpoch;
            freshSeq = Math.max(0, knownSeq);
        }
    }

    /// The client is live from here: it starts anew, or asks the database, which answers with no less than what is known.
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

    /// Positions count anew: the log was cut or made anew, or the recipient's partition is another. Until the client is live
    /// again no cursor promises one.
    void forgetPosition(int ofPartition) {
        partition = ofPartition;
        replayedTo = UNKNOWN;
        heldAt = NO_POSITION;
    }

    /// Everything below this position was written to the client, or is in its cursor.
    void replayed(long position) {
        replayedTo = Math.max(replayedTo, position);
        if (beyond == null) {
            heldAt = FOLLOWS;
        }
    }

    /// Takes a change that is next in the log.
    Take take(int ofPartition, long offset, ChangeHead head) {
        if (ofPartition == partition && offset < replayedTo) {
            return Take.DROP;
        }
        return takeReplayed(offset, head);
    }

    /// Takes a change from the window, where position says nothing.
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
            // the client drops what it has; but whoever waits for an answer must see it
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

    /// Whether so much lies beyond the gap that waiting for it is pointless.
    boolean gapTooWide() {
        return beyond != null && beyond.size() > MAX_BEYOND;
    }

    int partition() {
        return partition;
    }

    /// The log position below which everything was written, where the loop has come to `position`.
    long reached(long position) {
        return Math.max(position, replayedTo);
    }

    /// The cursor of now, where the loop has come to `position`.
    Cursor cursor(long position) {
        long at = heldAt == FOLLOWS ? reached(position) : Math.max(heldAt, -1);
        return epoch == UNKNOWN
                ? new Cursor(freshEpoch, freshSeq, partition, at)
                : new Cursor(epoch, Math.max(seq, 0), partition, at);
    }
}
