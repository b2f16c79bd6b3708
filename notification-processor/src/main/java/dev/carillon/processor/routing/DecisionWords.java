package dev.carillon.processor.routing;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.EffectiveSwitch;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Reasons;
import dev.carillon.events.TimeText;
import dev.carillon.processor.deduplication.Claim;
import dev.carillon.processor.reference.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Describes a decision: a text that the recipient understands, and details for support.
final class DecisionWords {
    private final NotificationType type;
    private final Person person;
    private final Instant now;

    private DecisionWords(NotificationType type, Person person, Instant now) {
        this.type = type;
        this.person = person;
        this.now = now;
    }

    /// What is sent on which channel, what is not, and why.
    static String of(
            Candidate candidate,
            Person person,
            Map<Channel, ChannelOutcome> outcomes,
            Instant now) {
        DecisionWords words = new DecisionWords(candidate.type().type(), person, now);
        List<String> parts = new ArrayList<>();
        outcomes.forEach((channel, outcome) -> parts.add(words.part(channel, outcome)));
        String text = String.join("; ", parts);
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    /// Names the links that were left out; empty when none was.
    ///
    /// @param reasons by field
    static String ofLinks(Map<String, String> reasons) {
        StringBuilder text = new StringBuilder();
        reasons.forEach((field, reason) ->
                text.append(" The link %s was left out: it %s.".formatted(field, reason)));
        return text.toString();
    }

    /// Names the notification that a duplicate repeats.
    static String ofDuplicate(Candidate candidate, Person person, Claim owner) {
        return "Not sent: it repeats notification %s of %s. The type %s notifies once within %s for the same thing."
                .formatted(
                        owner.notificationId(),
                        TimeText.of(owner.eventTime(), person.zone()),
                        candidate.type().key(),
                        duration(window(candidate)));
    }

    /// The details of a duplicate, for support.
    static Map<String, Object> detailsOfDuplicate(Candidate candidate, Claim owner) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("duplicate_of", owner.notificationId().toString());
        details.put("duplicate_of_time", owner.eventTime().toString());
        candidate.content().dedupKey().ifPresent(key -> details.put("dedup_key", shortened(key)));
        details.put("dedup_window", window(candidate).toString());
        return details;
    }

    /// The preference that decided, by channel, as a path such as `categories.comment.email`.
    static Map<String, String> settings(
            Candidate candidate, Person person, Map<Channel, ChannelOutcome> outcomes) {
        Map<String, String> settings = new LinkedHashMap<>();
        outcomes.forEach((channel, outcome) ->
                setting(candidate.type().type(), person, channel, outcome)
                        .ifPresent(path -> settings.put(channel.key(), path)));
        return settings;
    }

    private static Optional<String> setting(
            NotificationType type, Person person, Channel channel, ChannelOutcome outcome) {
        if (!EffectiveSwitch.PERSON.equals(outcome.decidedBy())) {
            return Optional.empty();
        }
        return switch (outcome.reason()) {
            case Reasons.QUIET_HOURS -> Optional.of("quiet_hours");
            case Reasons.DIGEST_NEVER -> Optional.of("digest.frequency");
            default ->
                    Optional.ofNullable(
                            EffectiveSwitch.of(type, person.preferences(), channel).setting());
        };
    }

    private String part(Channel channel, ChannelOutcome outcome) {
        String place = channel == Channel.EMAIL ? "by email" : "in the inbox";
        return switch (outcome.outcome()) {
            case SENT -> place + sent(outcome.reason());
            case DEFERRED ->
                    outcome.dueAt() == null
                            ? place + " with the next digest"
                            : place
                                    + " at the end of quiet hours, "
                                    + TimeText.of(outcome.dueAt(), person.zone());
            case SUPPRESSED -> "not " + place + ": " + whyNot(channel, outcome);
        };
    }

    private String sent(String reason) {
        return switch (reason) {
            case Reasons.CRITICAL, Reasons.URGENT -> " at once (" + Reasons.meaning(reason) + ")";
            case Reasons.QUIET_HOURS -> " without a sound, because of quiet hours" + quietUntil();
            default -> " at once";
        };
    }

    private String quietUntil() {
        return RouteChannels.quietUntil(person, now)
                .map(end -> " until " + TimeText.of(end, person.zone()))
                .orElse("");
    }

    private String whyNot(Channel channel, ChannelOutcome outcome) {
        Optional<String> path = setting(type, person, channel, outcome);
        return switch (outcome.reason()) {
            case Reasons.MUTED -> path.map(this::muted).orElse(Reasons.meaning(Reasons.MUTED));
            case Reasons.CHANNEL_OFF ->
                    path.isPresent()
                            ? "the recipient's preferences turn this channel off as a whole"
                            : "the type %s has it turned off by default, and the recipient has not turned it on"
                                    .formatted(type.key());
            default -> Reasons.meaning(outcome.reason());
        };
    }

    private String muted(String path) {
        return path.startsWith("types.")
                ? "the recipient's preferences turn it off for the type " + type.key()
                : "the recipient's preferences turn it off for the category " + type.category();
    }

    private static Duration window(Candidate candidate) {
        NotificationType.@Nullable Dedup dedup = candidate.type().type().dedup();
        return dedup == null ? Duration.ZERO : dedup.window();
    }

    /// For example `10 minutes` or `1 day 2 hours`.
    static String duration(Duration duration) {
        List<String> parts = new ArrayList<>();
        part(parts, duration.toDays(), "day");
        part(parts, duration.toHoursPart(), "hour");
        part(parts, duration.toMinutesPart(), "minute");
        part(parts, duration.toSecondsPart(), "second");
        return parts.isEmpty() ? duration.toMillis() + " ms" : String.join(" ", parts);
    }

    private static void part(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }

    private static String shortened(String key) {
        return key.length() <= 200 ? key : key.substring(0, 200) + "…";
    }
}
