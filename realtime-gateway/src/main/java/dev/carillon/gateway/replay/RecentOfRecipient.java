package dev.carillon.gateway.replay;

import java.util.ArrayDeque;
import java.util.List;

/// The window's part of one recipient, in log order. Guarded by itself; there is no contention to speak of, since a recipient
/// has one writer and a reader only when a client connects or catches up.
final class RecentOfRecipient {
    private final ArrayDeque<RecentChange> changes = new ArrayDeque<>(2);
    private long epoch = -1;
    private long highest = -1;

    /// What it holds now.
    ///
    /// @param highest of the epoch, evicted changes included, for as long as anything has been held
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

    /// Forgets the oldest and says whether nothing is left.
    synchronized boolean removeOldest() {
        changes.pollFirst();
        return changes.isEmpty();
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(List.copyOf(changes), epoch, highest);
    }
}
