package dev.carillon.gateway.protocol;

import dev.carillon.events.InboxChange;
import dev.carillon.events.InboxRow;
import org.jspecify.annotations.Nullable;

/// Turns a record of `inbox-changes` into the message for a client.
public final class ChangeMessages {
    private ChangeMessages() {}

    /// The message.
    ///
    /// @param cursor the client's cursor after this message
    /// @param ref the client's id of the action that this answers; only for the connection that sent it
    public static ServerMessage of(
            InboxChange change, @Nullable String cursor, @Nullable String ref) {
        var error = change.error();
        if (error != null) {
            return new ServerMessage.Failed(
                    cursor, error.code(), error.message(), ref, change.actionId());
        }
        return switch (change.kind()) {
            case NOTIFICATION -> arrived(change, cursor, ref);
            case CHANGED -> changed(change, cursor, ref);
            case COUNTS ->
                    new ServerMessage.UnreadCount(
                            cursor,
                            ref,
                            change.actionId(),
                            change.counts().unread().total(),
                            change.counts().unread().byCategory());
            case RESET -> new ServerMessage.Reset(cursor);
        };
    }

    private static ServerMessage arrived(
            InboxChange change, @Nullable String cursor, @Nullable String ref) {
        InboxRow row = change.row();
        if (row == null) {
            throw new IllegalArgumentException("a change of kind notification must have a row");
        }
        return new ServerMessage.Arrived(
                cursor, change.seq(), ref, change.actionId(), row, change.counts());
    }

    private static ServerMessage changed(
            InboxChange change, @Nullable String cursor, @Nullable String ref) {
        InboxRow row = change.row();
        if (row == null) {
            return new ServerMessage.Changed(
                    cursor,
                    change.seq(),
                    ref,
                    change.actionId(),
                    change.action(),
                    null,
                    null,
                    change.upto(),
                    change.category(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    change.counts());
        }
        return new ServerMessage.Changed(
                cursor,
                change.seq(),
                ref,
                change.actionId(),
                change.action(),
                row.id(),
                row.seq(),
                null,
                null,
                row.seenAt(),
                row.readAt(),
                row.readSeq(),
                row.clickedAt(),
                row.archivedAt(),
                row.archivedSeq(),
                row.snoozedUntil(),
                row.snoozedSeq(),
                row.deleted(),
                change.counts());
    }
}
