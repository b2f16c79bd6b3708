package dev.carillon.api.inbox;

import dev.carillon.events.Counts;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Stages;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of an action on one row.
sealed interface Outcome {
    /// It changed the row.
    ///
    /// @param counts as of this change
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

        /// The change as it is published.
        OutgoingRecord record(@Nullable UUID actionId) {
            return InboxRecords.changed(
                    after.who(), epoch, seq(), after.shown(), action.key(), actionId, counts, at);
        }

        /// The stage that the row reached by it, if it is the first time; of several at once the furthest.
        Optional<OutgoingRecord> stage() {
            RowState was = before.state();
            RowState is = after.state();
            if (is.isDeleted()) {
                return action.stage().map(stage -> stage(stage.key(), stage.text()));
            }
            if (was.clickedAt() == null && is.clickedAt() != null) {
                return Optional.of(stage(Stages.CLICKED, "Opened by a click."));
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

    /// It was made on an older sight, or the row is so already.
    record Unchanged(StoredRow row) implements Outcome {}

    /// There is no such row.
    record Unknown(RowKey key) implements Outcome {}
}
