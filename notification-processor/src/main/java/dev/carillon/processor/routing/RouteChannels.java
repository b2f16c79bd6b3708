package dev.carillon.processor.routing;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.ChannelOutcome.Outcome;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.EffectiveSwitch;
import dev.carillon.events.EmailMode;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Preferences;
import dev.carillon.events.Priority;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Reasons;
import dev.carillon.processor.reference.Person;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides each channel. The checks run in this order: erased, expired, own action, duplicate, not requested,
/// muted, channel off, quiet hours, digest or immediate. The first check that applies decides and gives the reason.
/// Pure functions.
final class RouteChannels {
    /// The channels that this version routes. Others that a type names are ignored until they have a sender.
    static final List<Channel> ROUTED = List.of(Channel.IN_APP, Channel.EMAIL);

    private static final Set<String> BEFORE_DUPLICATES =
            Set.of(Reasons.ERASED, Reasons.EXPIRED, Reasons.OWN_ACTION);

    private static final String SYSTEM = "system";

    private final Candidate candidate;
    private final Person person;
    private final Instant now;
    private final NotificationType type;

    private RouteChannels(Candidate candidate, Person person, Instant now) {
        this.candidate = candidate;
        this.person = person;
        this.now = now;
        this.type = candidate.type().type();
    }

    /// Decides every channel, assuming that the candidate is no duplicate.
    static Map<Channel, ChannelOutcome> route(Candidate candidate, Person person, Instant now) {
        RouteChannels routing = new RouteChannels(candidate, person, now);
        return routing.each(
                routing.wholeReason().map(routing::suppressedAs).orElse(routing::routed));
    }

    /// The outcomes of a duplicate: every channel is suppressed.
    static Map<Channel, ChannelOutcome> duplicate(Candidate candidate, Person person, Instant now) {
        RouteChannels routing = new RouteChannels(candidate, person, now);
        return routing.each(routing.suppressedAs(Reasons.DUPLICATE));
    }

    /// Whether at least one channel is not suppressed.
    static boolean notifies(Map<Channel, ChannelOutcome> outcomes) {
        return outcomes.values().stream()
                .anyMatch(outcome -> outcome.outcome() != Outcome.SUPPRESSED);
    }

    /// Whether a check that precedes the duplicate check already decided.
    static boolean isOver(Map<Channel, ChannelOutcome> outcomes) {
        return outcomes.values().stream()
                .map(ChannelOutcome::reason)
                .anyMatch(BEFORE_DUPLICATES::contains);
    }

    private interface Decide {
        ChannelOutcome decide(Channel channel);
    }

    private Map<Channel, ChannelOutcome> each(Decide decide) {
        Map<Channel, ChannelOutcome> outcomes = new EnumMap<>(Channel.class);
        for (Channel channel : ROUTED) {
            outcomes.put(
                    channel,
                    type.channels().containsKey(channel)
                            ? decide.decide(channel)
                            : suppressed(Reasons.NOT_IN_TYPE, EffectiveSwitch.TYPE));
        }
        return outcomes;
    }

    private Optional<String> wholeReason() {
        if (person.erased()) {
            return Optional.of(Reasons.ERASED);
        }
        Instant expiresAt = candidate.expiresAt();
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            return Optional.of(Reasons.EXPIRED);
        }
        return candidate.isOwnAction() && !type.notifyActor()
                ? Optional.of(Reasons.OWN_ACTION)
                : Optional.empty();
    }

    private Decide suppressedAs(String reason) {
        return channel -> suppressed(reason, null);
    }

    private ChannelOutcome routed(Channel channel) {
        if (!candidate.content().channels().isEmpty()
                && !candidate.content().channels().contains(channel)) {
            return suppressed(Reasons.NOT_REQUESTED, null);
        }
        EffectiveSwitch effective = EffectiveSwitch.of(type, person.preferences(), channel);
        if (!effective.on()) {
            String setting = effective.setting();
            boolean narrow = setting != null && !setting.startsWith("channels.");
            return suppressed(narrow ? Reasons.MUTED : Reasons.CHANNEL_OFF, effective.decidedBy());
        }
        if (type.critical()) {
            return sent(Reasons.CRITICAL, effective.decidedBy());
        }
        if (candidate.priority() == Priority.URGENT) {
            return sent(Reasons.URGENT, effective.decidedBy());
        }
        return channel == Channel.EMAIL ? mail(effective) : inApp(effective);
    }

    private ChannelOutcome inApp(EffectiveSwitch effective) {
        return quietUntil().isPresent()
                ? sent(Reasons.QUIET_HOURS, EffectiveSwitch.PERSON)
                : sent(Reasons.IMMEDIATE, effective.decidedBy());
    }

    private ChannelOutcome mail(EffectiveSwitch effective) {
        if (effective.mode() == EmailMode.IMMEDIATE) {
            return quietUntil()
                    .map(end -> deferred(Reasons.QUIET_HOURS, EffectiveSwitch.PERSON, end))
                    .orElseGet(() -> sent(Reasons.IMMEDIATE, effective.decidedBy()));
        }
        if (digestFrequency() == DigestFrequency.NEVER) {
            return suppressed(Reasons.DIGEST_NEVER, EffectiveSwitch.PERSON);
        }
        String decidedBy = effective.mode() == null ? SYSTEM : effective.decidedBy();
        return deferred(Reasons.DIGEST, decidedBy, null);
    }

    private Optional<Instant> quietUntil() {
        return quietUntil(person, now);
    }

    /// The end of the person's current quiet hours; empty outside quiet hours.
    static Optional<Instant> quietUntil(Person person, Instant now) {
        Preferences own = person.preferences();
        QuietHours hours = own == null ? null : own.quietHours();
        return hours == null ? Optional.empty() : hours.endAt(person.zone(), now);
    }

    private DigestFrequency digestFrequency() {
        Preferences own = person.preferences();
        DigestSettings digest = own == null ? null : own.digest();
        return digest == null || digest.frequency() == null
                ? DigestFrequency.DAILY
                : digest.frequency();
    }

    private static ChannelOutcome sent(String reason, @Nullable String decidedBy) {
        return new ChannelOutcome(Outcome.SENT, reason, decidedBy, null);
    }

    private static ChannelOutcome deferred(
            String reason, @Nullable String decidedBy, @Nullable Instant dueAt) {
        return new ChannelOutcome(Outcome.DEFERRED, reason, decidedBy, dueAt);
    }

    private static ChannelOutcome suppressed(String reason, @Nullable String decidedBy) {
        return new ChannelOutcome(Outcome.SUPPRESSED, reason, decidedBy, null);
    }
}
