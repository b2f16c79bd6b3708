package dev.carillon.email.quota;

import java.time.Instant;
import java.time.LocalDate;

/// The quota's answer.
public sealed interface Reservation {
    /// @param day for which it counts
    record Granted(LocalDate day) implements Reservation {}

    /// @param limit `day` or `hour`
    /// @param opensAt when it may be asked again
    record Refused(String limit, Instant opensAt) implements Reservation {}

    /// Redis is away: whoever may wait, waits.
    record Unavailable() implements Reservation {}
}
