package dev.carillon.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an expression sees of an event beside its data, as `event.id`, `event.source` and so on.
///
/// @param subject empty in expressions when the event has none
/// @param time the event's, or its record's when it has none
public record EventFacts(
        String id,
        String source,
        String type,
        @Nullable String subject,
        Instant time,
        String tenant) {}
