package dev.carillon.email.provider;

import dev.carillon.events.EmailMessage;
import dev.carillon.events.RecipientKey;
import java.util.List;
import java.util.UUID;

/// What a mail is to us, beside its content.
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

    /// The provider's idempotency key: the id, with the generation after the first.
    public String key() {
        return generation == 0 ? id.toString() : id + "-" + generation;
    }
}
