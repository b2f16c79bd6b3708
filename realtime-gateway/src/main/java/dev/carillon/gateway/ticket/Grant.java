package dev.carillon.gateway.ticket;

import dev.carillon.events.RecipientKey;
import java.time.Instant;

/// What a ticket or token allows: connecting as a recipient until the token expires.
public record Grant(RecipientKey recipient, Instant tokenExpiresAt) {}
