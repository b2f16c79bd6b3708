package dev.carillon.email.delivery;

import dev.carillon.email.provider.Envelope;
import dev.carillon.email.provider.Mail;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Headers;
import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `messages`.
///
/// @param attempts number of attempts begun in this generation
/// @param failures number of these attempts that count as failures
/// @param maybeAccepted whether the provider may have accepted one of them
/// @param quotaDay the UTC day that was charged
/// @param lookedUp how often the recipient's address or type was missing
/// @param notBefore when the quota opens again, for a refused email
record Message(
        UUID id,
        RecipientKey recipient,
        int generation,
        MessageState state,
        @Nullable String reason,
        EmailMessage.Kind kind,
        boolean critical,
        List<UUID> notificationIds,
        StoredRecord record,
        @Nullable String provider,
        @Nullable String account,
        @Nullable String to,
        @Nullable String subject,
        @Nullable Mail mail,
        int attempts,
        int failures,
        boolean maybeAccepted,
        @Nullable Instant firstBegunAt,
        @Nullable LocalDate quotaDay,
        int lookedUp,
        Instant nextAttemptAt,
        @Nullable Instant notBefore,
        @Nullable String errorClass,
        @Nullable Integer status,
        @Nullable String answer,
        @Nullable String providerId,
        boolean told,
        Instant admittedAt,
        Instant changedAt) {
    Message {
        notificationIds = List.copyOf(notificationIds);
    }

    Envelope envelope() {
        return new Envelope(id, generation, recipient, kind, critical, notificationIds);
    }

    @Nullable String traceparent() {
        return record.headers().get(Headers.TRACEPARENT);
    }

    /// Whether the email may already have been sent, so that it cannot simply end as "not sent".
    boolean mayBeOut() {
        return maybeAccepted || state == MessageState.BEGUN;
    }
}
