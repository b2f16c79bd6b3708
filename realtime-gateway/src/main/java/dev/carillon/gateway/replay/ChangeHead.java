package dev.carillon.gateway.replay;

import dev.carillon.events.InboxChange.Kind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// As much of a record of `inbox-changes` as ordering needs; the rest is read only when somebody is there to be told.
public record ChangeHead(
        Kind kind,
        long epoch,
        @Nullable Long seq,
        @Nullable UUID actionId,
        @Nullable Numbered row,
        @Nullable Numbered counts) {
    /// Whatever carries a `seq` of its own.
    public record Numbered(long seq) {}

    /// The highest `seq` that the recipient is known to have reached when the record was written.
    long highest() {
        long highest = seq == null ? 0 : seq;
        if (row != null) {
            highest = Math.max(highest, row.seq());
        }
        return counts == null ? highest : Math.max(highest, counts.seq());
    }
}
