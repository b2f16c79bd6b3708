package dev.carillon.outbox;

import dev.carillon.events.OutgoingRecord;
import java.util.function.Consumer;

/// The current row of each reference key (recipients, preferences, types and their catalogue), as it would be published.
///
/// Compaction keeps the last record of a key, and after a take-over or a lost slot older ones may have been repeated; so
/// these are published once more behind them.
@FunctionalInterface
public interface CurrentReferences {
    /// For an outbox that writes no reference topic.
    CurrentReferences NONE = sink -> {};

    /// Passes every current row to the sink, page by page from the database: there may be millions. The sink blocks while
    /// the broker is away, and throws when the relay stops; let that pass.
    void forEach(Consumer<OutgoingRecord> sink);
}
