package dev.carillon.events;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One stage in the life of a notification or event: the record of `timeline`, and an item of its REST answer. Keyed by
/// recipient, without one by event id.
///
/// @param entryId deterministic, of stage and what it is about ([Identity#uuidAbout] a notification), so a replay adds nothing
/// @param stage one of [Stages]
/// @param at when it happened
/// @param channels by channel key: what was decided or done
/// @param text in words a person understands, without content of the notification
/// @param details codes and figures for support: `duplicate_of`, `waited_ms`, `status`, …
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
