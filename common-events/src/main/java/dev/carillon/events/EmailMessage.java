package dev.carillon.events;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A mail to be rendered and sent: the record of `email` and `email-critical`, keyed by recipient.
///
/// @param id the notification's id for a single one, the run's id for a digest; with the generation the provider's key
/// @param generation 0 at first; what returns from a deferral, a due digest or a requeue carries one more
/// @param notifications one; of a digest those shown, newest first
/// @param total how many the digest stands for; more than shown when capped
/// @param digest of a digest its kind and local date
/// @param createdAt of the notification, or when the digest was frozen
/// @param decidedAt when the record was decided or frozen; readers refuse what is older than their memory
public record EmailMessage(
        UUID id,
        int generation,
        Kind kind,
        String tenant,
        String recipient,
        Priority priority,
        boolean critical,
        List<Notification> notifications,
        int total,
        @Nullable Digest digest,
        Instant createdAt,
        Instant decidedAt) {
    public EmailMessage {
        notifications = Copies.list(notifications);
    }

    /// What kind of mail it is.
    public enum Kind {
        IMMEDIATE,
        DIGEST
    }

    /// @param kind `daily`, `weekly` or `manual`
    /// @param date the run's local date
    /// @param runId of a manual run its request id
    public record Digest(String kind, LocalDate date, @Nullable String runId) {}

    public RecipientKey recipientKey() {
        return new RecipientKey(tenant, recipient);
    }
}
