package dev.carillon.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a caller asked for over REST: the record of `requests`, keyed by request id (in bulk one record an item).
///
/// Its identity has [#SOURCE] and [#eventId()] for event source and id. [#notificationId] gives the API, for its 202, and the
/// processor the same ids.
///
/// @param requestId of the call
/// @param item position in a bulk call, from 0; null for a single trigger
/// @param caller who asked, for the record
/// @param acceptedAt committed with the request
/// @param place of the request among those that were accepted in the same millisecond, from 0 and below [Identity#PLACES]; null
///     in a record that was written before there were places
/// @param type a type key, or null: then title is there
/// @param typeVersion the version that the caller was checked against; the processor waits for it; 0 without a type
/// @param channels narrows what preferences allow; empty says nothing
public record NotificationRequest(
        String tenant,
        String requestId,
        @Nullable Integer item,
        String caller,
        Instant acceptedAt,
        @Nullable Integer place,
        List<RequestedRecipient> recipients,
        @Nullable String type,
        long typeVersion,
        @Nullable String title,
        @Nullable String message,
        @Nullable Priority priority,
        @Nullable Level level,
        @Nullable String category,
        Map<String, Object> data,
        @Nullable String actionUrl,
        @Nullable String imageUrl,
        @Nullable Instant expiresAt,
        Set<Channel> channels) {
    /// The event source of every request.
    public static final String SOURCE = "carillon:/requests";

    public NotificationRequest {
        recipients = Copies.list(recipients);
        data = Copies.map(data);
        channels = Copies.set(channels);
    }

    /// One recipient, and how far the reference data must be before the decision, so that a caller is served by what it
    /// wrote just before.
    ///
    /// @param recipientVersion 0 when not registered
    /// @param preferencesVersion 0 when never set
    public record RequestedRecipient(
            String recipient, long recipientVersion, long preferencesVersion) {}

    /// The event id by which identities are made.
    public String eventId() {
        return eventId(requestId, item);
    }

    /// The event id of a request or of an item of it.
    public static String eventId(String requestId, @Nullable Integer item) {
        return item == null ? requestId : requestId + "#" + item;
    }

    /// The id of the notification that a recipient of the request gets.
    public UUID notificationId(String recipient) {
        Identity identity = Identity.of(tenant, SOURCE, eventId(), identityType(), recipient);
        return place == null
                ? identity.idWithoutPlace(acceptedAt)
                : identity.notificationId(acceptedAt, place);
    }

    /// The type key by which identities are made.
    public String identityType() {
        return type == null ? Notification.AD_HOC : type;
    }
}
