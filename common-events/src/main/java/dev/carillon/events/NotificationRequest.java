package dev.carillon.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A caller's request over REST: the record of `requests`, keyed by request id (a bulk call publishes one record per
/// item).
///
/// Its identity uses [#SOURCE] and [#eventId()] as event source and id. [#notificationId] gives the API, for its 202,
/// and the processor the same ids.
///
/// @param requestId of the call
/// @param item position in a bulk call, from 0; null for a single trigger
/// @param caller who called, for the timeline
/// @param acceptedAt committed with the request
/// @param place the request's position among those accepted in the same millisecond, from 0 and below
///     [Identity#PLACES]; null in records from before places existed
/// @param type a type key; if null, title is set
/// @param typeVersion the version against which the call was checked; the processor waits for it; 0 without a type
/// @param channels limits the channels that preferences allow; empty means no limit
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

    /// One recipient, and the minimum versions of the reference data for the decision, so that a caller's earlier
    /// writes are in effect.
    ///
    /// @param recipientVersion 0 when not registered
    /// @param preferencesVersion 0 when never set
    public record RequestedRecipient(
            String recipient, long recipientVersion, long preferencesVersion) {}

    /// The event id that identities use.
    public String eventId() {
        return eventId(requestId, item);
    }

    /// The event id of a request, or of an item of it.
    public static String eventId(String requestId, @Nullable Integer item) {
        return item == null ? requestId : requestId + "#" + item;
    }

    /// The notification id for a recipient of the request.
    public UUID notificationId(String recipient) {
        Identity identity = Identity.of(tenant, SOURCE, eventId(), identityType(), recipient);
        return place == null
                ? identity.idWithoutPlace(acceptedAt)
                : identity.notificationId(acceptedAt, place);
    }

    /// The type key that identities use.
    public String identityType() {
        return type == null ? Notification.AD_HOC : type;
    }
}
