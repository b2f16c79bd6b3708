package dev.carillon.processor.deduplication;

import dev.carillon.events.Identity;
import java.time.Instant;
import java.util.UUID;

/// A dedup key, owned.
///
/// @param key hash of tenant, type, recipient and the key's text
/// @param owner the identity that was told
/// @param eventTime of the owner's event: what lies nearer to it than the window is a duplicate
/// @param keptUntil the window and the log's reach after it was taken
public record Claim(
        Identity key, Identity owner, UUID notificationId, Instant eventTime, Instant keptUntil) {}
