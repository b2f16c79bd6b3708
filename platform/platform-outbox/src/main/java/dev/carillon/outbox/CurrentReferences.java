package dev.carillon.outbox;

import dev.carillon.events.OutgoingRecord;
import java.util.function.Consumer;

/// The current record of each reference key (recipients, preferences, types and their catalogue).
///
/// Compaction keeps the last record of a key. After a takeover or a lost slot, older records may have been repeated; so
/// the current ones are published again after them.
@FunctionalInterface
public interface CurrentReferences {
    /// For an outbox that writes no reference topic.
    CurrentReferences NONE = sink -> {};

    /// Passes every current record to the sink, reading from the database page by page: there may be millions. The sink
    /// blocks while the broker is unavailable, and throws when the relay stops; do not catch that exception.
    void forEach(Consumer<OutgoingRecord> sink);
}
