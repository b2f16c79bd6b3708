package dev.carillon.gateway.ticket;

import dev.carillon.events.RecipientKey;
import java.time.Instant;

/// What a ticket or token allows: to connect as a recipient until the token's end.
public record Grant(RecipientKey recipient, Instant tokenExpiresAt) {}
