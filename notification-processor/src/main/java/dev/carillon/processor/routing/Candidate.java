package dev.carillon.processor.routing;

import dev.carillon.events.Channel;
import dev.carillon.events.Identity;
import dev.carillon.events.Level;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import dev.carillon.processor.outbound.EventReference;
import dev.carillon.processor.reference.People.Wanted;
import dev.carillon.processor.rule.CompiledType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A recipient that a rule or a request names, before the decision whether to notify them.
///
/// @param source the record that names the recipient
/// @param identity of the decision
/// @param notificationId id of the notification if this is the first decision; a stored decision keeps its own id
/// @param time of the event, truncated to milliseconds
/// @param reason why the recipient is concerned, as one word
/// @param wanted the least versions of the recipient's reference data that the decision needs
public record Candidate(
        ConsumerRecord<String, byte[]> source,
        EventReference event,
        Identity identity,
        UUID notificationId,
        Instant time,
        @Nullable String traceparent,
        CompiledType type,
        RecipientKey recipient,
        String reason,
        Content content,
        Wanted wanted) {
    /// The content of the notification; a null field is filled from the type.
    ///
    /// @param channels restricts the channels that preferences allow; empty means no restriction
    /// @param bytes approximate size: every record that follows carries this content
    public record Content(
            @Nullable String title,
            @Nullable String message,
            @Nullable Priority priority,
            @Nullable Level level,
            Map<String, Object> data,
            List<String> actors,
            @Nullable String actionUrl,
            @Nullable String imageUrl,
            @Nullable Instant expiresAt,
            Set<Channel> channels,
            Optional<String> dedupKey,
            int bytes) {}

    public static Identity identity(
            EventReference event, CompiledType type, RecipientKey recipient) {
        return Identity.of(
                event.tenant(),
                Objects.requireNonNull(event.source()),
                Objects.requireNonNull(event.id()),
                type.key(),
                recipient.recipient());
    }

    /// The request's priority, or the type's when the request names none.
    Priority priority() {
        Priority asked = content.priority();
        return asked != null ? asked : type.type().priority();
    }

    /// Whether the recipient is one of the event's actors. Compares ids exactly; a display name never matches.
    boolean isOwnAction() {
        return content.actors().contains(recipient.recipient());
    }

    /// When the notification expires, by the request or the type; null means never.
    @Nullable Instant expiresAt() {
        if (content.expiresAt() != null) {
            return content.expiresAt();
        }
        return type.type().expiresAfter() == null ? null : time.plus(type.type().expiresAfter());
    }
}
