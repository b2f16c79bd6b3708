package dev.carillon.email.provider;

import dev.carillon.events.EmailMessage;
import dev.carillon.events.RecipientKey;
import java.util.List;
import java.util.UUID;

/// Identifies an email; its content is in [Mail].
public record Envelope(
        UUID id,
        int generation,
        RecipientKey recipient,
        EmailMessage.Kind kind,
        boolean critical,
        List<UUID> notificationIds) {
    public Envelope {
        notificationIds = List.copyOf(notificationIds);
    }

    /// The idempotency key for the provider: the id, followed by the generation when it is above 0.
    public String key() {
        return generation == 0 ? id.toString() : id + "-" + generation;
    }
}
