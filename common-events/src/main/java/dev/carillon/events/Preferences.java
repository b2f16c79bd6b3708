package dev.carillon.events;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A person's own settings as the reference topic `preferences` tells them, keyed by [RecipientKey]. What is absent is not
/// set: type, tenant and system defaults decide. Zone and locale are the recipient's ([Recipient]).
///
/// @param version grows by one with each change; older ones are ignored
/// @param channels a channel as a whole; what is off here stays off
/// @param categories by category key, then channel
/// @param types by notification type key, then channel; the narrowest
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
