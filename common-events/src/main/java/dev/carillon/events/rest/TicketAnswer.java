package dev.carillon.events.rest;

import java.time.Instant;

/// A single-use ticket for one connection to the gateway.
public record TicketAnswer(String ticket, Instant expiresAt) {}
