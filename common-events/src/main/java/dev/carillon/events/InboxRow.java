package dev.carillon.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the inbox as clients see it, over REST and sockets. A deleted row may have only id, `seq` and `deleted`.
///
/// @param readSeq the `seq` of the last change of read; `archivedSeq` and `snoozedSeq` likewise. An action is ignored
///     if this is above the `seq` that the person saw
/// @param createdSeq the `seq` at which it was created
/// @param seq of its last change
public record InboxRow(
        UUID id,
        @Nullable String tenant,
        @Nullable String type,
        @Nullable String category,
        @Nullable Priority priority,
        @Nullable Level level,
        @Nullable String title,
        @Nullable String message,
        @Nullable Map<String, Object> data,
        @Nullable String actionUrl,
        @Nullable String imageUrl,
        @Nullable List<String> actors,
        @Nullable Integer actorCount,
        @Nullable UUID replaces,
        @Nullable Boolean silent,
        @Nullable String reason,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant seenAt,
        @Nullable Instant readAt,
        @Nullable Long readSeq,
        @Nullable Instant clickedAt,
        @Nullable Instant archivedAt,
        @Nullable Long archivedSeq,
        @Nullable Instant snoozedUntil,
        @Nullable Long snoozedSeq,
        boolean deleted,
        @Nullable Long createdSeq,
        long seq) {
    /// A deleted row: id, `seq`, `deleted`.
    public static InboxRow deleted(UUID id, long seq) {
        return new InboxRow(
                id, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null, null, true, null,
                seq);
    }
}
