package dev.carillon.events;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One stage of a notification or event: the record of `timeline`, and an item of its REST answer. Its key is the
/// recipient, or the event id if there is none.
///
/// @param entryId deterministic, from the stage and its subject ([Identity#uuidAbout] a notification), so a replay adds
///     nothing
/// @param stage one of [Stages]
/// @param at when it happened
/// @param channels by channel key: the decision or result
/// @param text for people to read, without content of the notification
/// @param details codes and numbers for support: `duplicate_of`, `waited_ms`, `status`, …
public record TimelineEntry(
        UUID entryId,
        String stage,
        Instant at,
        String tenant,
        @Nullable UUID notificationId,
        @Nullable String eventSource,
        @Nullable String eventId,
        @Nullable String type,
        @Nullable String recipient,
        @Nullable String requestId,
        Map<String, ChannelOutcome> channels,
        @Nullable String text,
        Map<String, Object> details) {
    public TimelineEntry {
        channels = Copies.map(channels);
        details = Copies.map(details);
    }

    /// The key of its record.
    public String recordKey() {
        return recipient == null
                ? tenant + "/#" + eventId
                : new RecipientKey(tenant, recipient).toString();
    }
}
