package dev.carillon.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A word to everyone connected: the record of `announcements`. Not kept for whoever is away.
public record Announcement(
        UUID id,
        String tenant,
        String title,
        @Nullable String message,
        @Nullable String actionUrl,
        Level level,
        Instant at) {}
