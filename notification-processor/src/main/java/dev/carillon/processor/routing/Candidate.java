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

/// Someone who may have to be told of something: what a rule or a request named, before any decision.
///
/// @param source the record that it comes from
/// @param identity of the decision
/// @param notificationId that its notification gets when this is the first decision; a stored decision keeps its own
/// @param time of the event, to the millisecond
/// @param reason why the recipient is concerned, in a word
/// @param wanted how far the reference data must be first
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
    /// What is to be told; null where the type decides.
    ///
    /// @param channels narrows what preferences allow; empty says nothing
    /// @param bytes what it weighs, about: each record that follows carries it
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

    /// The identity of a candidate.
    public static Identity identity(
            EventReference event, CompiledType type, RecipientKey recipient) {
        return Identity.of(
                event.tenant(),
                Objects.requireNonNull(event.source()),
                Objects.requireNonNull(event.id()),
                type.key(),
                recipient.recipient());
    }

    /// The request's priority, else the type's.
    Priority priority() {
        Priority asked = content.priority();
        return asked != null ? asked : type.type().priority();
    }

    /// Whether the recipient is one of those who acted. Ids are compared, exactly: a display name is nobody's id.
    boolean isOwnAction() {
        return content.actors().contains(recipient.recipient());
    }

    /// When it is over, by request or type; null never.
    @Nullable Instant expiresAt() {
        if (content.expiresAt() != null) {
            return content.expiresAt();
        }
        return type.type().expiresAfter() == null ? null : time.plus(type.type().expiresAfter());
    }
}
