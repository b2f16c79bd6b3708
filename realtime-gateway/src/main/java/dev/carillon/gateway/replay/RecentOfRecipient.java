package dev.carillon.gateway.replay;

import java.util.ArrayDeque;
import java.util.List;

/// The window's changes of one recipient, in log order. Guarded by its own lock. There is hardly any contention: a
/// recipient has one writer, and a reader only when a client connects or catches up.
final class RecentOfRecipient {
    private final ArrayDeque<RecentChange> changes = new ArrayDeque<>(2);
    private long epoch = -1;
    private long highest = -1;

    /// The current content.
    ///
    /// @param highest highest `seq` of the epoch, evicted changes included, as long as any change is held
    record Snapshot(List<RecentChange> changes, long epoch, long highest) {}

    synchronized void add(RecentChange change) {
        ChangeHead head = change.head();
        if (head.epoch() > epoch) {
            epoch = head.epoch();
            highest = head.highest();
        } else if (head.epoch() == epoch) {
            highest = Math.max(highest, head.highest());
        }
        changes.addLast(change);
    }

    /// Removes the oldest change and returns whether none is left.
    synchronized boolean removeOldest() {
        changes.pollFirst();
        return changes.isEmpty();
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(List.copyOf(changes), epoch, highest);
    }
}
