package dev.carillon.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message to every connected client: the record of `announcements`. Clients that are offline never get it.
public record Announcement(
        UUID id,
        String tenant,
        String title,
        @Nullable String message,
        @Nullable String actionUrl,
        Level level,
        Instant at) {}
