package dev.carillon.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The attributes of an event that an expression can use, as `event.id`, `event.source` and so on.
///
/// @param subject empty in expressions if the event has none
/// @param time the event's time, or its record's timestamp if it has none
public record EventFacts(
        String id,
        String source,
        String type,
        @Nullable String subject,
        Instant time,
        String tenant) {}
