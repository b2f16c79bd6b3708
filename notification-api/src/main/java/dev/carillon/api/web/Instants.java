package dev.carillon.api.web;

import java.time.Instant;

/// The instants that callers may send: those that ids, Postgres and RFC 3339 can all represent.
public final class Instants {
    /// The text for error messages.
    public static final String ALLOWED = "an RFC 3339 instant of the years 1970 to 9999";

    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Instants() {}

    /// Whether it is in the years 1970 to 9999.
    public static boolean isAllowed(Instant instant) {
        return !instant.isBefore(Instant.EPOCH) && !instant.isAfter(END);
    }
}
