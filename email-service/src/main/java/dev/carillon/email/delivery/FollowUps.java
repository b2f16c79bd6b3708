package dev.carillon.email.delivery;

import dev.carillon.email.reference.KnownRecipients;
import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Identity;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Priority;
import dev.carillon.events.Reasons;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Rfc3339;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The records that follow from an email's outcome. They are derived from the row, so publishing them again gives the
/// same records. The one exception: times in texts use the recipient's current zone.
@Component
class FollowUps {
    /// The reason of an email whose stored record cannot be read.
    static final String UNREADABLE = "unreadable";

    private final DeadLetters deadLetters;
    private final KnownRecipients recipients;
    private final String source;

    FollowUps(DeadLetters deadLetters, KnownRecipients recipients, CarillonProperties properties) {
        this.deadLetters = deadLetters;
        this.recipients = recipients;
        this.source = properties.source();
    }

    /// @param history the attempts as JSON, for a dead letter
    List<OutgoingRecord> of(Message message, String history) {
        if (UNREADABLE.equals(message.reason())) {
            return List.of(unreadable(message));
        }
        EmailMessage content = message.record().content();
        List<OutgoingRecord> records = new ArrayList<>();
        switch (message.state()) {
            case SENT -> timeline(records, message, content, Stages.MAILED);
            case NOT_MAILED -> timeline(records, message, content, Stages.NOT_MAILED);
            case UNKNOWN -> timeline(records, message, content, Stages.UNKNOWN);
            case REFUSED -> {
                records.add(deferral(message, content));
                timeline(records, message, content, Stages.QUOTA_REFUSED);
            }
            case DEAD -> {
                records.add(deadLetter(message, content, history));
                timeline(records, message, content, Stages.FAILED);
            }
            case WAITING, BEGUN ->
                    throw new IllegalArgumentException(
                            "the email has no final state: " + message.id());
        }
        return records;
    }

    /// A dead letter that replaces a record which the broker refuses permanently.
    OutgoingRecord refusedByBroker(Message message, String why) {
        return deadLetters.of(
                message.record().consumed(),
                DeadLetterFacts.of(ErrorCode.RECORD_REFUSED, why)
                        .withRecipient(message.recipient())
                        .withGeneration(message.generation()));
    }

    /// Only a dead letter: its notifications are unknown, so there is no timeline entry.
    private OutgoingRecord unreadable(Message message) {
        return deadLetters.of(
                message.record().consumed(),
                DeadLetterFacts.of(ErrorCode.MALFORMED_VALUE, "the stored email cannot be read")
                        .withRecipient(message.recipient())
                        .withGeneration(message.generation()));
    }

    private OutgoingRecord deadLetter(Message message, EmailMessage content, String history) {
        OutgoingRecord letter =
                deadLetters.of(
                        message.record().consumed(),
                        DeadLetterFacts.of(code(message), words(message))
                                .withRecipient(message.recipient())
                                .withType(content.notifications().getFirst().type())
                                .withAnswer(
                                        message.status() == null
                                                ? null
                                                : message.status().toString(),
                                        message.answer())
                                .withGeneration(message.generation()));
        Map<String, String> headers = new LinkedHashMap<>(letter.headers());
        headers.put("carillon-dead-history", history);
        return new OutgoingRecord(letter.topic(), letter.key(), headers, letter.value());
    }

    /// The error code of a dead email. The provider's own error class is kept in `error_class`.
    private static ErrorCode code(Message message) {
        return switch (message.reason()) {
            case Reasons.RENDER_FAILED -> ErrorCode.RENDER_FAILED;
            case Reasons.PROVIDER_REFUSED, Reasons.INVALID_ADDRESS, Reasons.NON_ASCII_ADDRESS ->
                    ErrorCode.MAIL_REFUSED;
            case null, default -> ErrorCode.MAIL_ATTEMPTS_EXHAUSTED;
        };
    }

    /// Urgent email refused by the hourly limit is sent when the next hour begins. Other refused email joins
    /// the next digest.
    private static boolean waitsForTheHour(Message message, EmailMessage content) {
        return Reasons.QUOTA_HOUR.equals(message.reason())
                && content.kind() == EmailMessage.Kind.IMMEDIATE
                && content.priority() == Priority.URGENT;
    }

    private OutgoingRecord deferral(Message message, EmailMessage content) {
        boolean single = content.kind() == EmailMessage.Kind.IMMEDIATE;
        Deferral deferral =
                new Deferral(
                        message.id(),
                        message.generation(),
                        Channel.EMAIL,
                        content.tenant(),
                        content.recipient(),
                        waitsForTheHour(message, content) ? Reasons.QUOTA_HOUR : Reasons.QUOTA,
                        message.notBefore(),
                        single ? content.notifications().getFirst() : null,
                        single ? null : content,
                        message.changedAt());
        return OutgoingRecord.of(
                Topics.DEFERRALS,
                message.recipient().toString(),
                RecordTypes.DEFERRAL,
                Identity.uuidOf(
                                "deferral",
                                message.id().toString(),
                                String.valueOf(message.generation()),
                                Channel.EMAIL.key())
                        .toString(),
                source,
                message.changedAt(),
                content.tenant(),
                message.traceparent(),
                deferral);
    }

    private void timeline(
            List<OutgoingRecord> records, Message message, EmailMessage content, String stage) {
        for (Notification notification : content.notifications()) {
            TimelineEntry entry = entry(message, content, notification, stage);
            records.add(
                    OutgoingRecord.of(
                            Topics.TIMELINE,
                            entry.recordKey(),
                            RecordTypes.TIMELINE,
                            entry.entryId().toString(),
                            source,
                            entry.at(),
                            entry.tenant(),
                            message.traceparent(),
                            entry));
        }
    }

    private TimelineEntry entry(
            Message message, EmailMessage content, Notification notification, String stage) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("mail_id", message.id());
        details.put("generation", message.generation());
        details.put("kind", content.kind().name().toLowerCase(Locale.ROOT));
        put(details, "provider", message.provider());
        put(details, "provider_id", message.providerId());
        put(details, "attempts", message.attempts() == 0 ? null : message.attempts());
        put(details, "code", message.state() == MessageState.DEAD ? code(message) : null);
        put(details, "reason", message.reason());
        put(details, "error_class", message.errorClass());
        put(details, "status", message.status());
        put(details, "answer", message.answer());
        put(
                details,
                "due_at",
                message.notBefore() == null ? null : Rfc3339.format(message.notBefore()));
        Map<String, String> leftOut = leftOutLinks(message, notification);
        if (!leftOut.isEmpty()) {
            details.put("left_out_links", leftOut);
        }
        return new TimelineEntry(
                Identity.uuidAbout(
                        notification.id(),
                        stage,
                        message.id().toString(),
                        String.valueOf(message.generation())),
                stage,
                message.changedAt(),
                notification.tenant(),
                notification.id(),
                notification.eventSource(),
                notification.eventId(),
                notification.type(),
                notification.recipient(),
                requestId(notification),
                Map.of(Channel.EMAIL.key(), outcome(message, content)),
                words(message)
                        + leftOut.entrySet().stream()
                                .map(link ->
                                        " The link "
                                                + link.getKey()
                                                + " was left out: it "
                                                + link.getValue()
                                                + ".")
                                .collect(Collectors.joining()),
                details);
    }

    /// Why links of a notification were left out of the email, by field.
    private static Map<String, String> leftOutLinks(Message message, Notification notification) {
        Map<String, String> reasons = new LinkedHashMap<>();
        if (message.mail() != null) {
            String id = notification.id().toString();
            put(reasons, "action_url", message.mail().leftOutLinks().get(id));
            put(reasons, "image_url", message.mail().leftOutImages().get(id));
        }
        return reasons;
    }

    private static ChannelOutcome outcome(Message message, EmailMessage content) {
        String sent =
                message.critical()
                        ? Reasons.CRITICAL
                        : content.kind() == EmailMessage.Kind.DIGEST
                                ? Reasons.DIGEST
                                : Reasons.IMMEDIATE;
        return switch (message.state()) {
            case SENT -> outcome(ChannelOutcome.Outcome.SENT, sent, null);
            case REFUSED ->
                    outcome(ChannelOutcome.Outcome.DEFERRED, Reasons.QUOTA, message.notBefore());
            case UNKNOWN -> outcome(ChannelOutcome.Outcome.SENT, Reasons.UNKNOWN, null);
            case NOT_MAILED, DEAD, WAITING, BEGUN ->
                    outcome(
                            ChannelOutcome.Outcome.SUPPRESSED,
                            message.reason() == null ? Reasons.FAILED : message.reason(),
                            null);
        };
    }

    private static ChannelOutcome outcome(
            ChannelOutcome.Outcome outcome, String reason, @Nullable Instant dueAt) {
        return new ChannelOutcome(outcome, reason, null, dueAt);
    }

    private String words(Message message) {
        ZoneId zone =
                message.notBefore() == null
                        ? ZoneOffset.UTC
                        : recipients
                                .find(message.recipient())
                                .map(Recipient::zone)
                                .orElse(ZoneOffset.UTC);
        return MailWords.of(message, zone);
    }

    private static @Nullable String requestId(Notification notification) {
        return notification.eventSource().equals(NotificationRequest.SOURCE)
                ? notification.eventId().replaceFirst("#.*", "")
                : null;
    }

    private static <T> void put(Map<String, T> details, String name, @Nullable T value) {
        if (value != null) {
            details.put(name, value);
        }
    }
}
