package dev.carillon.api.inbox;

import dev.carillon.events.ClientAction;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an action of a client did, kept so that the same one, sent or read again, changes nothing and is answered the same.
///
/// @param upto of a mark-all: what it is to reach in all
/// @param changes what it changed, each by a `seq`; empty when it changed nothing
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
    /// The error of an action on a row that is not there.
    static final String NOT_FOUND = ErrorCode.NOT_FOUND.code();

    ActionResult {
        changes = List.copyOf(changes);
    }

    /// @param upto what a chunk reached; 0 for one row
    record Change(long seq, long upto) {}

    /// A name of one action of one client.
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

    /// The same before its first chunk.
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
