package dev.carillon.api.inbox;

import dev.carillon.events.ClientAction;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The stored result of a client's action. When the same action arrives again, it changes nothing and gets the same
/// answer.
///
/// @param upto for a mark-all: the `seq` up to which it applies
/// @param changes the changes that it made, each with its `seq`; empty when it changed nothing
/// @param error why it could not be applied
/// @param finished false while chunks of a mark-all are left
record ActionResult(
        RecipientKey who,
        UUID actionId,
        ClientAction.Action action,
        @Nullable UUID rowId,
        @Nullable String category,
        @Nullable Long upto,
        List<Change> changes,
        @Nullable String error,
        boolean finished,
        Instant at) {
    /// The error of an action on a row that does not exist.
    static final String NOT_FOUND = ErrorCode.NOT_FOUND.code();

    ActionResult {
        changes = List.copyOf(changes);
    }

    /// @param upto the `seq` that a chunk of a mark-all reached; 0 for an action on one row
    record Change(long seq, long upto) {}

    /// Identifies one action of one client.
    record Key(RecipientKey who, UUID actionId) {
        static Key of(ClientAction action) {
            return new Key(action.recipientKey(), action.actionId());
        }
    }

    static ActionResult of(ClientAction action, List<Change> changes, @Nullable String error) {
        return new ActionResult(
                action.recipientKey(),
                action.actionId(),
                action.action(),
                action.id(),
                action.category(),
                action.upto(),
                changes,
                error,
                true,
                action.at());
    }

    /// The same result, as it is before the first chunk of a mark-all.
    ActionResult unfinished() {
        return new ActionResult(
                who, actionId, action, rowId, category, upto, changes, error, false, at);
    }

    ActionResult with(long reach, ChangeRows.Chunk chunk) {
        List<Change> more = new ArrayList<>(changes);
        if (chunk.seq() != null) {
            more.add(new Change(chunk.seq(), chunk.upto()));
        }
        return new ActionResult(
                who, actionId, action, rowId, category, reach, more, error, !chunk.more(), at);
    }

    Key key() {
        return new Key(who, actionId);
    }
}
