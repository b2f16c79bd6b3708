package dev.carillon.processor.deduplication;

import dev.carillon.events.Identity;
import java.time.Instant;
import java.util.UUID;

/// A dedup key and the event that owns it.
///
/// @param key hash of tenant, type, recipient and the key's text
/// @param owner identity whose recipient was notified
/// @param eventTime time of the owner's event. An event closer to it than the dedup window is a duplicate
/// @param keptUntil when the claim may be deleted: the dedup window plus `carillon.processor.memory` after the event's
///     time, or after the decision if that is later
public record Claim(
        Identity key, Identity owner, UUID notificationId, Instant eventTime, Instant keptUntil) {}
