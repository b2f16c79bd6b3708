package dev.carillon.processor.outbound;

import org.jspecify.annotations.Nullable;

/// The event or request that a record is about.
///
/// @param tenant the event's tenant
/// @param source the event's source; null when it could not be read
/// @param id the event's id; null when it could not be read
/// @param requestId id of the request; null for a domain event
public record EventReference(
        String tenant, @Nullable String source, @Nullable String id, @Nullable String requestId) {}
