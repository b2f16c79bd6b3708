package dev.carillon.email.quota;

import dev.carillon.events.RecipientKey;
import java.util.Locale;
import java.util.UUID;

/// A request to the quota, for one email.
///
/// @param account provider and account whose daily limit is charged
public record Ask(String account, UUID id, int generation, RecipientKey recipient, Lane lane) {
    /// Which limits apply to the email.
    public enum Lane {
        NORMAL,
        /// May use the head-room of the daily limit.
        HEAD_ROOM,
        /// Passes every limit, but is counted.
        CRITICAL;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The key of the reservation. An email refused earlier returns with a higher generation and makes a
    /// new reservation.
    String reservation() {
        return reservation(id, generation);
    }

    static String reservation(UUID id, int generation) {
        return id + "-" + generation;
    }
}
