package dev.carillon.processor.outbound;

import org.jspecify.annotations.Nullable;

/// Which event, or request, something is about.
///
/// @param tenant as the event says
/// @param source of the event; null where it could not be read
/// @param id likewise
/// @param requestId of a request
public record EventReference(
        String tenant, @Nullable String source, @Nullable String id, @Nullable String requestId) {}
