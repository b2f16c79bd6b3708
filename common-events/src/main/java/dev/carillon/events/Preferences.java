package dev.carillon.events;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A person's own settings: the record of the reference topic `preferences`, keyed by [RecipientKey]. An absent value
/// is not set: type, tenant and system defaults decide. Zone and locale belong to the [Recipient].
///
/// @param version grows by one with each change; older versions are ignored
/// @param channels settings for a whole channel; a channel that is off here stays off
/// @param categories by category key, then channel
/// @param types by notification type key, then channel; the most specific settings
public record Preferences(
        String tenant,
        String recipient,
        long version,
        Map<Channel, Switch> channels,
        Map<String, Map<Channel, Switch>> categories,
        Map<String, Map<Channel, Switch>> types,
        @Nullable QuietHours quietHours,
        @Nullable DigestSettings digest,
        boolean deleted,
        Instant updatedAt) {
    public Preferences {
        channels = Copies.map(channels);
        categories = Copies.map(categories);
        types = Copies.map(types);
    }
}
