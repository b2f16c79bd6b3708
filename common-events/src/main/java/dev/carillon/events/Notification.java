package dev.carillon.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One notification for one recipient, as decided: the record of `notifications`, also contained in mails and
/// deferrals.
///
/// @param id [Identity#notificationId]
/// @param type the key of its notification type, or `ad-hoc` for a request without a type
/// @param typeVersion the version with which it was decided and rendered; 0 for `ad-hoc`
/// @param category a category key
/// @param title plain text, rendered in the recipient's locale
/// @param message plain text
/// @param data the values that the type's expressions picked or the caller sent, at most 32 KB
/// @param actionUrl http, https or relative
/// @param actors recipient ids of those who acted, newest first
/// @param actorCount how many acted in total
/// @param replaces the row that this one replaces
/// @param revision of a growing group; 0 otherwise
/// @param silent counts change, but there is no toast, sound or desktop notification
/// @param reason why the recipient is notified: the rule or `requested`
/// @param critical whether mutes, switches and quiet hours were ignored
/// @param createdAt the event's time, which the id also contains
/// @param expiresAt when it is removed from list and counts
/// @param decidedAt when the decision was stored
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
    /// The type of a request without a type.
    public static final String AD_HOC = "ad-hoc";

    /// The category when none is given.
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
