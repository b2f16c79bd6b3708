package dev.carillon.email.quota;

import dev.carillon.events.RecipientKey;
import java.util.Locale;
import java.util.UUID;

/// A mail that wants to go out.
///
/// @param account whose day it counts for: provider and account
public record Ask(String account, UUID id, int generation, RecipientKey recipient, Lane lane) {
    /// What a mail may use.
    public enum Lane {
        NORMAL,
        /// May use the day's head-room.
        HEAD_ROOM,
        /// Passes every limit, and counts.
        CRITICAL;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What the reservation goes by: a mail that was refused and comes again is another.
    String reservation() {
        return reservation(id, generation);
    }

    static String reservation(UUID id, int generation) {
        return id + "-" + generation;
    }
}
