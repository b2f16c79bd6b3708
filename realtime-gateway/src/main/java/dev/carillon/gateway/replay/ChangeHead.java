package dev.carillon.gateway.replay;

import dev.carillon.events.InboxChange.Kind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The fields of an `inbox-changes` record that ordering needs. The rest is parsed only when a client is connected.
public record ChangeHead(
        Kind kind,
        long epoch,
        @Nullable Long seq,
        @Nullable UUID actionId,
        @Nullable Numbered row,
        @Nullable Numbered counts) {
    /// Any change with a `seq` of its own.
    public record Numbered(long seq) {}

    /// The highest `seq` that the recipient had reached when the record was written.
    long highest() {
        long highest = seq == null ? 0 : seq;
        if (row != null) {
            highest = Math.max(highest, row.seq());
        }
        return counts == null ? highest : Math.max(highest, counts.seq());
    }
}
