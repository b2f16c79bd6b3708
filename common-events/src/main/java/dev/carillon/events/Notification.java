package dev.carillon.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One notification for one recipient, as decided: the record of `notifications`, and what mail and deferrals carry along.
///
/// @param id [Identity#notificationId]
/// @param type the key of its notification type, or `ad-hoc` for a request without one
/// @param typeVersion the version by which it was decided and rendered; 0 for `ad-hoc`
/// @param category a category key
/// @param title plain text, rendered in the recipient's locale
/// @param message plain text
/// @param data what the type's expressions picked or the caller gave, 32 KB at most
/// @param actionUrl http, https or relative
/// @param actors who acted, newest first
/// @param actorCount how many acted in all
/// @param replaces the row that this one takes the place of
/// @param revision of a growing group; 0 otherwise
/// @param silent counts change, but no toast, sound or desktop notice
/// @param reason why the recipient is told, in a word: the rule or `requested`
/// @param critical whether mutes, switches and quiet hours were passed
/// @param createdAt the event's time, which the id carries too
/// @param expiresAt when it leaves list and counts
/// @param decidedAt when the one decision was stored
public record Notification(
        UUID id,
        String tenant,
        String recipient,
        String type,
        long typeVersion,
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
        long revision,
        boolean silent,
        @Nullable String reason,
        boolean critical,
        Instant createdAt,
        @Nullable Instant expiresAt,
        String eventSource,
        String eventId,
        Instant decidedAt) {
    /// The type of what was requested without one.
    public static final String AD_HOC = "ad-hoc";

    /// The category of whatever names none.
    public static final String OTHER = "other";

    public Notification {
        data = Copies.map(data);
        actors = Copies.list(actors);
    }

    /// The scope of its key, counters and `seq`.
    public RecipientKey recipientKey() {
        return new RecipientKey(tenant, recipient);
    }
}
