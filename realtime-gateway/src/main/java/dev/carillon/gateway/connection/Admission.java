package dev.carillon.gateway.connection;

import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An accepted handshake, checked before anything is registered.
///
/// @param expiresAt when the token expires; the connection ends then
/// @param resumeTicket for `hello`; null when none could be stored
/// @param cursor from the query; null when the first message may bring one
public record Admission(
        RecipientKey recipient,
        Instant expiresAt,
        @Nullable String resumeTicket,
        @Nullable ReceivedCursor cursor) {}
