package dev.carillon.email.quota;

import java.time.Instant;
import java.time.LocalDate;

/// The quota's answer.
public sealed interface Reservation {
    /// @param day the UTC day that was charged
    record Granted(LocalDate day) implements Reservation {}

    /// @param limit `day` or `hour`
    /// @param opensAt when the email may be tried again
    record Refused(String limit, Instant opensAt) implements Reservation {}

    /// Redis is unavailable; a non-critical email waits.
    record Unavailable() implements Reservation {}
}
