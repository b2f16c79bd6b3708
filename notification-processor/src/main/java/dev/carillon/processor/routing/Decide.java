package dev.carillon.processor.routing;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.ChannelOutcome.Outcome;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Identity;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Reasons;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.processor.ProcessorProperties;
import dev.carillon.processor.deduplication.Claim;
import dev.carillon.processor.outbound.Timeline;
import dev.carillon.processor.reference.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Decides about one candidate and creates every record that follows. Stores and sends nothing.
@Component
class Decide {
    private final String source;
    private final Timeline timeline;
    private final Duration memory;

    Decide(CarillonProperties service, Timeline timeline, ProcessorProperties properties) {
        this.source = service.source();
        this.timeline = timeline;
        this.memory = properties.memory();
    }

    /// What else the decision depends on.
    ///
    /// @param waited time spent waiting for the reference data that the caller asked for
    /// @param complete false when the wait ended before that data arrived
    record Circumstances(Instant now, Duration waited, boolean complete) {}

    Decision decide(Candidate candidate, Person person, Circumstances circumstances) {
        Map<Channel, ChannelOutcome> channels =
                RouteChannels.route(candidate, person, circumstances.now());
        boolean notifies = RouteChannels.notifies(channels);
        Map<String, Object> details = details(candidate, circumstances);
        List<OutgoingRecord> emission = new ArrayList<>();
        String text = DecisionWords.of(candidate, person, channels, circumstances.now());
        if (notifies) {
            var composed =
                    ComposeNotification.compose(
                            candidate, person, isSilent(channels), circumstances.now());
            if (!composed.missing().isEmpty()) {
                details.put("missing_variables", composed.missing().stream().distinct().toList());
            }
            if (!composed.leftOut().isEmpty()) {
                details.put("left_out_links", composed.leftOut());
                text += DecisionWords.ofLinks(composed.leftOut());
            }
            emission.addAll(tell(candidate, composed.notification(), channels));
        }
        Map<String, String> settings = DecisionWords.settings(candidate, person, channels);
        if (!settings.isEmpty()) {
            details.put("settings", settings);
        }
        return decision(candidate, channels, circumstances, text, details, emission, notifies);
    }

    /// The decision for a candidate that duplicates the event of `owner`.
    Decision duplicate(
            Candidate candidate, Person person, Circumstances circumstances, Claim owner) {
        Map<String, Object> details = details(candidate, circumstances);
        details.putAll(DecisionWords.detailsOfDuplicate(candidate, owner));
        return decision(
                candidate,
                RouteChannels.duplicate(candidate, person, circumstances.now()),
                circumstances,
                DecisionWords.ofDuplicate(candidate, person, owner),
                details,
                new ArrayList<>(),
                false);
    }

    /// The candidate's dedup key; empty when its type has none. Keys are scoped to tenant, type and recipient.
    static Optional<Identity> claimKey(Candidate candidate) {
        return candidate.type().type().dedup() == null
                ? Optional.empty()
                : candidate
                        .content()
                        .dedupKey()
                        .map(key ->
                                Identity.of(
                                        candidate.event().tenant(),
                                        "dedup",
                                        key,
                                        candidate.type().key(),
                                        candidate.recipient().recipient()));
    }

    private Decision decision(
            Candidate candidate,
            Map<Channel, ChannelOutcome> channels,
            Circumstances circumstances,
            String text,
            Map<String, Object> details,
            List<OutgoingRecord> emission,
            boolean notifies) {
        UUID id = candidate.notificationId();
        Map<String, ChannelOutcome> byKey = new LinkedHashMap<>();
        channels.forEach((channel, outcome) -> byKey.put(channel.key(), outcome));
        emission.add(
                timeline.decided(
                        candidate.event(),
                        id,
                        candidate.type().key(),
                        candidate.recipient().recipient(),
                        circumstances.now(),
                        byKey,
                        text,
                        details,
                        candidate.traceparent()));
        return new Decision(
                candidate,
                id,
                channels,
                circumstances.now(),
                emission,
                notifies ? claim(candidate, id, circumstances.now()) : null);
    }

    private @Nullable Claim claim(Candidate candidate, UUID id, Instant now) {
        NotificationType.Dedup dedup = candidate.type().type().dedup();
        Optional<Identity> key = claimKey(candidate);
        if (dedup == null || key.isEmpty()) {
            return null;
        }
        Instant latest = candidate.time().isAfter(now) ? candidate.time() : now;
        Instant keptUntil = latest.plus(dedup.window()).plus(memory);
        return new Claim(key.get(), candidate.identity(), id, candidate.time(), keptUntil);
    }

    private static Map<String, Object> details(Candidate candidate, Circumstances circumstances) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("type_version", candidate.type().type().version());
        if (circumstances.waited().isPositive()) {
            details.put("waited_ms", circumstances.waited().toMillis());
            if (!circumstances.complete()) {
                details.put("reference_behind", true);
            }
        }
        return details;
    }

    private static boolean isSilent(Map<Channel, ChannelOutcome> channels) {
        ChannelOutcome inApp = channels.get(Channel.IN_APP);
        return inApp != null && inApp.reason().equals(Reasons.QUIET_HOURS);
    }

    private List<OutgoingRecord> tell(
            Candidate candidate, Notification notification, Map<Channel, ChannelOutcome> channels) {
        ChannelOutcome inApp = channels.get(Channel.IN_APP);
        ChannelOutcome email = channels.get(Channel.EMAIL);
        List<OutgoingRecord> records = new ArrayList<>();
        if (inApp != null && inApp.outcome() == Outcome.SENT) {
            records.add(
                    record(
                            Topics.NOTIFICATIONS,
                            RecordTypes.NOTIFICATION,
                            notification,
                            "",
                            candidate,
                            notification));
        }
        if (email != null && email.outcome() == Outcome.SENT) {
            String topic = notification.critical() ? Topics.EMAIL_CRITICAL : Topics.EMAIL;
            records.add(
                    record(
                            topic,
                            RecordTypes.EMAIL,
                            notification,
                            "-email",
                            candidate,
                            mail(notification)));
        }
        if (email != null && email.outcome() == Outcome.DEFERRED) {
            records.add(
                    record(
                            Topics.DEFERRALS,
                            RecordTypes.DEFERRAL,
                            notification,
                            "-email",
                            candidate,
                            deferral(notification, email)));
        }
        return records;
    }

    private OutgoingRecord record(
            String topic,
            String type,
            Notification notification,
            String suffix,
            Candidate candidate,
            Object value) {
        return OutgoingRecord.of(
                topic,
                notification.recipientKey().toString(),
                type,
                notification.id() + suffix,
                source,
                notification.createdAt(),
                notification.tenant(),
                candidate.traceparent(),
                Objects.requireNonNull(value));
    }

    private static EmailMessage mail(Notification notification) {
        return new EmailMessage(
                notification.id(),
                0,
                EmailMessage.Kind.IMMEDIATE,
                notification.tenant(),
                notification.recipient(),
                notification.priority(),
                notification.critical(),
                List.of(notification),
                1,
                null,
                notification.createdAt(),
                notification.decidedAt());
    }

    private static Deferral deferral(Notification notification, ChannelOutcome outcome) {
        return new Deferral(
                notification.id(),
                0,
                Channel.EMAIL,
                notification.tenant(),
                notification.recipient(),
                outcome.reason(),
                outcome.dueAt(),
                notification,
                null,
                notification.decidedAt());
    }
}
