package dev.carillon.email;

import dev.carillon.events.Catalogue;
import dev.carillon.events.Category;
import dev.carillon.events.Channel;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.EventJson;
import dev.carillon.events.Identity;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Priority;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Records as notification-processor and digest-scheduler publish them.
public final class Given {
    private Given() {}

    public static OutgoingRecord recipient(String id, @Nullable String email, Instant now) {
        return recipient(id, email, "en", 1, false, now);
    }

    public static OutgoingRecord recipient(
            String id,
            @Nullable String email,
            String locale,
            long version,
            boolean erased,
            Instant now) {
        Recipient recipient =
                new Recipient(
                        "default",
                        id,
                        version,
                        id,
                        email,
                        null,
                        locale,
                        "Europe/Berlin",
                        null,
                        Map.of(),
                        false,
                        erased,
                        now);
        return record(
                Topics.RECIPIENTS, id, RecordTypes.RECIPIENT, id + "-" + version, now, recipient);
    }

    public static Notification notification(
            String recipient, String name, Instant now, @Nullable Instant expiresAt) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return new Notification(
                Identity.of("default", "https://example.org", name, "ad-hoc", recipient)
                        .notificationId(at, 0),
                "default",
                recipient,
                Notification.AD_HOC,
                0,
                "assignment",
                Priority.MEDIUM,
                Level.INFO,
                "Ann assigned you " + name,
                "<b>Fix</b> the \"flux\" & go\nSecond line of " + name,
                Map.of(),
                "/issues/7",
                null,
                List.of("ann"),
                1,
                null,
                0,
                false,
                "requested",
                false,
                at,
                expiresAt,
                "https://example.org",
                name,
                at);
    }

    /// The same notification with a category and links.
    public static Notification with(
            Notification plain, String category, @Nullable String actionUrl, String imageUrl) {
        return new Notification(
                plain.id(),
                plain.tenant(),
                plain.recipient(),
                plain.type(),
                plain.typeVersion(),
                category,
                plain.priority(),
                plain.level(),
                plain.title(),
                plain.message(),
                plain.data(),
                actionUrl,
                imageUrl,
                plain.actors(),
                plain.actorCount(),
                plain.replaces(),
                plain.revision(),
                plain.silent(),
                plain.reason(),
                plain.critical(),
                plain.createdAt(),
                plain.expiresAt(),
                plain.eventSource(),
                plain.eventId(),
                plain.decidedAt());
    }

    /// A catalogue record with these categories; it completes a load of types.
    public static OutgoingRecord catalogue(long version, Instant now, Category... categories) {
        return OutgoingRecord.of(
                Topics.NOTIFICATION_TYPES,
                "default/" + Catalogue.KEY,
                RecordTypes.CATALOGUE,
                "catalogue-" + version,
                "carillon:/tests",
                now,
                "default",
                null,
                new Catalogue("default", version, Map.of(), List.of(categories), now));
    }

    /// A type with an email template in two languages.
    public static OutgoingRecord type(String key, long version, Instant now) {
        return type(
                key,
                version,
                now,
                Map.of(
                        "en",
                        new NotificationType.Template(
                                "{{actor}} needs you", "{{issue}}", null, null, "Open"),
                        "de",
                        new NotificationType.Template(
                                "{{actor}} braucht dich, {{recipient.name}}",
                                "Es geht um {{issue}} ({{amount}} EUR)",
                                "{{link}}",
                                null,
                                "Vorgang öffnen")));
    }

    public static OutgoingRecord type(
            String key,
            long version,
            Instant now,
            Map<String, NotificationType.Template> templates) {
        NotificationType type =
                new NotificationType(
                        "default",
                        key,
                        version,
                        "Issue assigned",
                        "assignment",
                        Priority.MEDIUM,
                        Level.INFO,
                        false,
                        false,
                        Map.of(),
                        null,
                        null,
                        null,
                        List.of(),
                        Map.of(Channel.EMAIL, templates),
                        false);
        return OutgoingRecord.of(
                Topics.NOTIFICATION_TYPES,
                "default/" + key,
                RecordTypes.NOTIFICATION_TYPE,
                key + "-" + version,
                "carillon:/tests",
                now,
                "default",
                null,
                type);
    }

    /// A notification of a type, with markup in its data.
    public static Notification typed(String recipient, String type, long version, Instant now) {
        Notification plain = notification(recipient, type, now, null);
        return new Notification(
                plain.id(),
                plain.tenant(),
                recipient,
                type,
                version,
                plain.category(),
                plain.priority(),
                plain.level(),
                plain.title(),
                plain.message(),
                Map.of(
                        "actor",
                        "Bob & Söhne\u202E",
                        "issue",
                        "<script>alert(1)</script>",
                        "amount",
                        new BigDecimal("123456789012345678.25"),
                        "link",
                        "javascript:alert(1)"),
                plain.actionUrl(),
                null,
                plain.actors(),
                1,
                null,
                0,
                false,
                plain.reason(),
                false,
                plain.createdAt(),
                null,
                plain.eventSource(),
                plain.eventId(),
                plain.decidedAt());
    }

    public static EmailMessage immediate(String recipient, String name, Instant now) {
        return immediate(notification(recipient, name, now, null), 0, Priority.MEDIUM, false);
    }

    public static EmailMessage immediate(
            Notification notification, int generation, Priority priority, boolean critical) {
        return new EmailMessage(
                notification.id(),
                generation,
                EmailMessage.Kind.IMMEDIATE,
                notification.tenant(),
                notification.recipient(),
                priority,
                critical,
                List.of(notification),
                1,
                null,
                notification.createdAt(),
                notification.decidedAt());
    }

    public static EmailMessage digest(
            String recipient, String name, int items, int total, Instant now) {
        List<Notification> notifications =
                java.util.stream.IntStream.range(0, items)
                        .mapToObj(i -> notification(recipient, name + "-" + i, now, null))
                        .toList();
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        UUID id = Identity.timedUuidOf(now, "default", recipient, name);
        return new EmailMessage(
                id,
                0,
                EmailMessage.Kind.DIGEST,
                "default",
                recipient,
                Priority.MEDIUM,
                false,
                notifications,
                total,
                new EmailMessage.Digest("daily", date, null),
                now,
                now);
    }

    public static OutgoingRecord record(EmailMessage message) {
        return record(
                message.critical() ? Topics.EMAIL_CRITICAL : Topics.EMAIL,
                message.recipient(),
                RecordTypes.EMAIL,
                message.id() + "-" + message.generation(),
                message.decidedAt(),
                message);
    }

    public static OutgoingRecord record(
            String topic, String recipient, String type, String id, Instant at, Object value) {
        return OutgoingRecord.of(
                topic,
                new RecipientKey("default", recipient).toString(),
                type,
                id,
                "carillon:/tests",
                at,
                "default",
                null,
                value);
    }

    public static <T> T value(byte[] json, Class<T> type) {
        return EventJson.read(json, type);
    }
}
