package dev.carillon.api.inbox;

import dev.carillon.events.InboxRow;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the inbox.
///
/// @param revision of a growing group
/// @param revisedSeq the `seq` at which its highest revision was stored
/// @param createdSeq the `seq` at which it was created; null for a tombstone that was created before its notification
///     arrived
/// @param storedAt when the row was created
record StoredRow(
        RowKey key,
        Content content,
        RowState state,
        long revision,
        @Nullable Long revisedSeq,
        @Nullable Long createdSeq,
        Instant storedAt) {
    /// The content of a row.
    record Content(
            String type,
            String category,
            Priority priority,
            Level level,
            String title,
            String message,
            Map<String, Object> data,
            @Nullable String actionUrl,
            @Nullable String imageUrl,
            List<String> actors,
            int actorCount,
            @Nullable UUID replaces,
            boolean silent,
            @Nullable String reason,
            String eventSource,
            String eventId,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        static Content of(Notification notification) {
            Instant expires = notification.expiresAt();
            return new Content(
                    notification.type(),
                    notification.category(),
                    notification.priority(),
                    notification.level(),
                    notification.title(),
                    notification.message(),
                    notification.data(),
                    notification.actionUrl(),
                    notification.imageUrl(),
                    notification.actors(),
                    notification.actorCount(),
                    notification.replaces(),
                    notification.silent(),
                    notification.reason(),
                    notification.eventSource(),
                    notification.eventId(),
                    stored(notification.createdAt()),
                    expires == null ? null : stored(expires));
        }

        /// The content of a tombstone: everything is empty but its origin.
        Content emptied() {
            return new Content(
                    type,
                    category,
                    priority,
                    level,
                    "",
                    "",
                    Map.of(),
                    null,
                    null,
                    List.of(),
                    0,
                    replaces,
                    silent,
                    reason,
                    eventSource,
                    eventId,
                    createdAt,
                    expiresAt);
        }

        /// With the precision of Postgres, so that a row published from memory equals the same row read from the table.
        private static Instant stored(Instant instant) {
            return instant.truncatedTo(ChronoUnit.MICROS);
        }
    }

    static StoredRow arrived(
            Notification notification, long seq, Instant now, @Nullable Deletion deletion) {
        Content content = Content.of(notification);
        return new StoredRow(
                new RowKey(notification.recipientKey(), notification.id()),
                deletion == null ? content : content.emptied(),
                RowState.fresh(seq, deletion),
                notification.revision(),
                null,
                seq,
                now);
    }

    /// A tombstone for a notification that has not arrived yet: when it arrives, it stays deleted.
    static StoredRow standIn(Notification replacing, UUID id, long seq, Instant now) {
        return new StoredRow(
                new RowKey(replacing.recipientKey(), id),
                Content.of(replacing).emptied(),
                RowState.fresh(seq, new Deletion(now, Deletion.By.REPLACED, replacing.id())),
                0,
                null,
                null,
                now);
    }

    StoredRow revised(Notification notification, long seq) {
        return new StoredRow(
                key,
                Content.of(notification),
                state.at(seq),
                notification.revision(),
                seq,
                createdSeq,
                storedAt);
    }

    StoredRow with(RowState changed) {
        return new StoredRow(
                key,
                changed.isDeleted() ? content.emptied() : content,
                changed,
                revision,
                revisedSeq,
                createdSeq,
                storedAt);
    }

    RecipientKey who() {
        return key.who();
    }

    UUID id() {
        return key.id();
    }

    boolean isDeleted() {
        return state.isDeleted();
    }

    /// The row as clients see it; a tombstone shows only that it is deleted.
    InboxRow shown() {
        if (isDeleted()) {
            return InboxRow.deleted(id(), state.seq());
        }
        return new InboxRow(
                id(),
                who().tenant(),
                content.type(),
                content.category(),
                content.priority(),
                content.level(),
                content.title(),
                content.message(),
                content.data(),
                content.actionUrl(),
                content.imageUrl(),
                content.actors(),
                content.actorCount(),
                content.replaces(),
                content.silent(),
                content.reason(),
                content.createdAt(),
                content.expiresAt(),
                state.seenAt(),
                state.readAt(),
                state.readSeq(),
                state.clickedAt(),
                state.archivedAt(),
                state.archivedSeq(),
                state.snoozedUntil(),
                state.snoozedSeq(),
                false,
                createdSeq,
                state.seq());
    }
}
