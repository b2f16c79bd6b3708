package dev.carillon.events;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A mail to be rendered and sent: the record of `email` and `email-critical`, keyed by recipient.
///
/// @param id the notification's id for a single notification, the run's id for a digest; with the generation it is the
///     provider's idempotency key
/// @param generation 0 at first; a mail after a deferral, a due digest or a requeue has the next number
/// @param notifications one; for a digest those shown, newest first
/// @param total number of notifications of the digest; more than shown if the list was capped
/// @param digest for a digest: its kind and local date
/// @param createdAt of the notification, or when the digest was frozen
/// @param decidedAt when the record was decided or frozen; readers refuse records that are older than their memory
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

    /// The kind of a mail.
    public enum Kind {
        IMMEDIATE,
        DIGEST
    }

    /// @param kind `daily`, `weekly` or `manual`
    /// @param date the run's local date
    /// @param runId for a manual run its request id
    public record Digest(String kind, LocalDate date, @Nullable String runId) {}

    public RecipientKey recipientKey() {
        return new RecipientKey(tenant, recipient);
    }
}
