package dev.carillon.email.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// An email as `/mailbox` returns it in JSON.
///
/// @param key the idempotency key
/// @param id of the notification or the digest run
/// @param to the address
/// @param kind `immediate` or `digest`
public record MailboxMail(
        String key,
        UUID id,
        int generation,
        String tenant,
        String recipient,
        String to,
        String kind,
        boolean critical,
        String subject,
        List<UUID> notificationIds,
        Map<String, String> headers,
        String html,
        String text,
        Instant receivedAt) {
    public MailboxMail {
        notificationIds = List.copyOf(notificationIds);
    }
}
