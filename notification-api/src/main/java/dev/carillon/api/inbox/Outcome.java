package dev.carillon.api.inbox;

import dev.carillon.events.Counts;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Stages;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The outcome of an action on one row.
sealed interface Outcome {
    /// The action changed the row.
    ///
    /// @param counts the counts after this change
    record Changed(
            StoredRow before,
            StoredRow after,
            RowAction action,
            long epoch,
            Counts counts,
            Instant at)
            implements Outcome {
        long seq() {
            return after.state().seq();
        }

        /// The record to publish for the change.
        OutgoingRecord record(@Nullable UUID actionId) {
            return InboxRecords.changed(
                    after.who(), epoch, seq(), after.shown(), action.key(), actionId, counts, at);
        }

        /// The timeline stage that the row reached for the first time by this change. If it reached several, only the
        /// furthest.
        Optional<OutgoingRecord> stage() {
            RowState was = before.state();
            RowState is = after.state();
            if (is.isDeleted()) {
                return action.stage().map(stage -> stage(stage.key(), stage.text()));
            }
            if (was.clickedAt() == null && is.clickedAt() != null) {
                return Optional.of(stage(Stages.CLICKED, "Opened with a click."));
            }
            if (was.readSeq() == null && is.readAt() != null) {
                return Optional.of(stage(Stages.READ, "Read."));
            }
            if (was.seenAt() == null && is.seenAt() != null) {
                return Optional.of(stage(Stages.SEEN, "Seen."));
            }
            return Optional.empty();
        }

        private OutgoingRecord stage(String stage, String text) {
            return InboxRecords.stage(before, stage, text, at, Map.of(), null);
        }
    }

    /// Nothing changed: the action was based on an older state, or the row is already as wished.
    record Unchanged(StoredRow row) implements Outcome {}

    /// The row does not exist.
    record Unknown(RowKey key) implements Outcome {}
}
