package dev.carillon.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An item to be sent later: the record of `deferrals`, keyed by recipient. Its identity is (id, generation, channel).
///
/// @param id of the notification, or of a digest that the quota refused
/// @param generation of the mail that the quota refused, 0 if none was tried; the next mail has this generation plus
///     one
/// @param reason [Reasons#DIGEST], [Reasons#QUIET_HOURS], [Reasons#QUOTA], or [Reasons#QUOTA_HOUR] for urgent mail that
///     the hourly limit refused: it is sent on its own when the hour is over
/// @param notBefore the end of quiet hours, or when the quota is available again; null for the next digest
/// @param notification the whole notification; null for a refused digest
/// @param email the refused digest, with its content as frozen; null otherwise
/// @param decidedAt when it was decided
public record Deferral(
        UUID id,
        int generation,
        Channel channel,
        String tenant,
        String recipient,
        String reason,
        @Nullable Instant notBefore,
        @Nullable Notification notification,
        @Nullable EmailMessage email,
        Instant decidedAt) {
    public RecipientKey recipientKey() {
        return new RecipientKey(tenant, recipient);
    }
}
