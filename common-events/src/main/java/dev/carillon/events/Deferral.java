package dev.carillon.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is to be sent later: the record of `deferrals`, keyed by recipient; (id, generation, channel) is its identity.
///
/// @param id of the notification, or of a digest that the quota refused
/// @param generation of the mail that was refused, 0 where none was tried; what comes of it carries one more
/// @param reason [Reasons#DIGEST], [Reasons#QUIET_HOURS], [Reasons#QUOTA], or [Reasons#QUOTA_HOUR] for urgent mail that the
/// hourly limit refused: it is sent by itself when the hour opens
/// @param notBefore the end of quiet hours or when the quota opens; null for the next digest
/// @param notification the whole notification; null when a digest was refused
/// @param email the refused digest, as frozen; null otherwise
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
