package dev.carillon.digest.run;

import dev.carillon.digest.DigestProperties;
import dev.carillon.digest.deferral.Item;
import dev.carillon.digest.deferral.Items;
import dev.carillon.digest.reference.People;
import dev.carillon.digest.reference.Person;
import dev.carillon.digest.reference.ReferenceReadiness;
import dev.carillon.digest.schedule.Schedules;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Notification;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.StatesAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// One round of everything that is due: digests, single releases, and frozen runs that somebody else left unpublished.
@Component
class RunDue {
    private static final Logger log = LoggerFactory.getLogger(RunDue.class);
    private static final StatesAnswer NOTHING_KNOWN = new StatesAnswer(Set.of(), Set.of());

    /// Notifications of due recipients that are asked about, frozen and published together: one question to notification-api,
    /// and what one worker holds in memory.
    private static final int PORTION = 1_000;

    /// How many times as many as one question holds a manual run leaves out, if it has to: a request has an end.
    private static final int PAGES = 20;

    /// Frozen runs that are read at once; each may hold a whole digest with its timeline.
    private static final int UNSENT = 10;

    private final Schedules schedules;
    private final Items items;
    private final Runs runs;
    private final FreezeDigest freezeDigest;
    private final ReleaseItem releaseItem;
    private final NotificationStates states;
    private final ReferenceReadiness reference;
    private final PublishRuns publish;
    private final People people;
    private final DigestProperties properties;
    private final DigestMetrics metrics;

    RunDue(
            Schedules schedules,
            Items items,
            Runs runs,
            FreezeDigest freezeDigest,
            ReleaseItem releaseItem,
            NotificationStates states,
            ReferenceReadiness reference,
            PublishRuns publish,
            People people,
            DigestProperties properties,
            DigestMetrics metrics) {
        this.schedules = schedules;
        this.items = items;
        this.runs = runs;
        this.freezeDigest = freezeDigest;
        this.releaseItem = releaseItem;
        this.states = states;
        this.reference = reference;
        this.publish = publish;
        this.people = people;
        this.properties = properties;
        this.metrics = metrics;
    }

    /// Whether anything was done, so that another round is worth while at once. Nothing is decided before the reference topics
    /// were read.
    boolean once() {
        boolean more = unsent();
        if (reference.isComplete()) {
            more |= digests();
            more |= releases();
        }
        return more;
    }

    /// What came of a digest that somebody asked for.
    sealed interface Manual {
        /// It ran, now or when it was first asked for.
        record Ran(Runs.Run run) implements Manual {}

        /// No mail can be sent to the person. Nothing was touched, so the same request may be made again later.
        record NoAddress() implements Manual {}
    }

    /// A digest now, outside its schedule.
    ///
    /// @throws NotificationStates.NoAnswerException when nobody could say what was seen; nothing was sent
    /// @throws UnfinishedException when more was seen meanwhile than one request leaves out; nothing was sent
    Manual manual(RecipientKey recipient, String requestId, Instant now)
            throws NotificationStates.NoAnswerException {
        Optional<Runs.Run> before = runs.find(recipient, "manual", requestId);
        if (before.isPresent()) {
            return new Manual.Ran(before.get());
        }
        Person person = people.find(recipient);
        if (!person.gone() && !person.hasAddress()) {
            return new Manual.NoAddress();
        }
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        FreezeDigest.Wanted wanted =
                new FreezeDigest.Wanted(recipient, "manual", requestId, date, now, null);
        try {
            FreezeDigest.Outcome outcome = askAndFreeze(wanted);
            for (int page = 1;
                    page < PAGES && outcome instanceof FreezeDigest.Outcome.AskAgain;
                    page++) {
                outcome = askAndFreeze(wanted);
            }
            if (outcome instanceof FreezeDigest.Outcome.AskAgain) {
                throw new UnfinishedException();
            }
            if (outcome instanceof FreezeDigest.Outcome.Frozen frozen) {
                publish.publish(List.of(frozen.run()));
            }
        } catch (FreezeDigest.AlreadyFrozenException raced) {
            log.debug("the same manual run was asked for twice at once");
        }
        return new Manual.Ran(runs.find(recipient, "manual", requestId).orElseThrow());
    }

    private FreezeDigest.Outcome askAndFreeze(FreezeDigest.Wanted wanted)
            throws NotificationStates.NoAnswerException {
        List<UUID> pending = items.pendingIds(wanted.recipient(), properties.considered());
        return freezeDigest.freeze(
                wanted, new FreezeDigest.Asked(pending, ask(pending)), UUID.randomUUID());
    }

    /// So many were left out that a manual run has not come to its end. Asked for again, it goes on from there.
    static final class UnfinishedException extends RuntimeException {
        UnfinishedException() {
            super("a manual run left out all that it looked at");
        }
    }

    private boolean digests() {
        List<Schedules.Claimed> due = schedules.claimDue(properties.batch(), properties.lease());
        List<Schedules.Claimed> left = due;
        while (!left.isEmpty()) {
            Map<Schedules.Claimed, List<UUID>> portion = portion(left);
            @Nullable StatesAnswer known =
                    tryAsk(portion.values().stream().flatMap(List::stream).toList());
            if (known == null) {
                schedules.release(left, properties.retryAfter());
                return false;
            }
            UUID token = UUID.randomUUID();
            List<Runs.Unsent> frozen = new ArrayList<>();
            portion.forEach((claimed, pending) ->
                    isolated(
                                    claimed.key(),
                                    () ->
                                            freezeDue(
                                                    claimed,
                                                    new FreezeDigest.Asked(pending, known),
                                                    token))
                            .ifPresent(frozen::add));
            publish.publish(frozen);
            left = left.subList(portion.size(), left.size());
            if (!left.isEmpty()) {
                schedules.renew(left, properties.lease());
            }
        }
        return !due.isEmpty();
    }

    /// The first of them, at least one, whose notifications one question holds, in order, each with what waits for it.
    private Map<Schedules.Claimed, List<UUID>> portion(List<Schedules.Claimed> left) {
        Map<Schedules.Claimed, List<UUID>> portion = new LinkedHashMap<>();
        int size = 0;
        for (Schedules.Claimed claimed : left) {
            List<UUID> pending = items.pendingIds(claimed.key(), properties.considered());
            if (!portion.isEmpty() && size + pending.size() > PORTION) {
                break;
            }
            portion.put(claimed, pending);
            size += pending.size();
        }
        return portion;
    }

    private Optional<Runs.Unsent> freezeDue(
            Schedules.Claimed claimed, FreezeDigest.Asked asked, UUID token) {
        LocalDate date =
                claimed.date() == null
                        ? LocalDate.ofInstant(claimed.dueAt(), ZoneOffset.UTC)
                        : claimed.date();
        String key = claimed.kind().equals("never") ? claimed.dueAt().toString() : date.toString();
        FreezeDigest.Wanted wanted =
                new FreezeDigest.Wanted(
                        claimed.key(), claimed.kind(), key, date, claimed.dueAt(), claimed.token());
        try {
            return switch (freezeDigest.freeze(wanted, asked, token)) {
                case FreezeDigest.Outcome.Frozen frozen -> Optional.of(frozen.run());
                case FreezeDigest.Outcome.AskAgain _ -> {
                    // it is due as before, for the next round
                    schedules.release(List.of(claimed), Duration.ZERO);
                    yield Optional.empty();
                }
                case FreezeDigest.Outcome.Quiet quiet -> {
                    schedules.putOff(claimed, quiet.until());
                    yield Optional.empty();
                }
                case FreezeDigest.Outcome.Passed _ -> Optional.empty();
            };
        } catch (FreezeDigest.AlreadyFrozenException ran) {
            log.warn(
                    "{} had its {} digest of {}; the next one is due",
                    claimed.key(),
                    wanted.kind(),
                    key);
            freezeDigest.skip(wanted);
            return Optional.empty();
        }
    }

    private boolean releases() {
        UUID claim = UUID.randomUUID();
        List<Item> due = items.claimDue(claim, properties.batch(), properties.lease());
        if (due.isEmpty()) {
            return false;
        }
        @Nullable StatesAnswer known =
                tryAsk(due.stream().flatMap(RunDue::ids).distinct().toList());
        if (known == null) {
            items.release(claim, properties.retryAfter());
            return false;
        }
        UUID token = UUID.randomUUID();
        List<Runs.Unsent> frozen = new ArrayList<>();
        for (Item item : due) {
            isolated(
                            item.deferral().recipientKey(),
                            () -> releaseItem.release(item, claim, known, token))
                    .ifPresent(frozen::add);
        }
        publish.publish(frozen);
        return true;
    }

    private boolean unsent() {
        List<Runs.Unsent> lost = runs.claimUnsent(UNSENT, properties.lease());
        publish.publish(lost);
        return !lost.isEmpty();
    }

    /// A fault of one recipient's leaves that one to its lease; one of the infrastructure concerns all and is thrown.
    private static Optional<Runs.Unsent> isolated(
            RecipientKey recipient, Supplier<Optional<Runs.Unsent>> freeze) {
        try {
            return freeze.get();
        } catch (DataAccessResourceFailureException
                | RecoverableDataAccessException
                | TransientDataAccessException
                | TransactionException infrastructure) {
            throw infrastructure;
        } catch (RuntimeException fault) {
            log.error("a run of {} failed and is tried again after its lease", recipient, fault);
            return Optional.empty();
        }
    }

    private @Nullable StatesAnswer tryAsk(Collection<UUID> ids) {
        try {
            StatesAnswer known = ask(ids);
            metrics.answered();
            return known;
        } catch (NotificationStates.NoAnswerException e) {
            log.warn("what is due waits: {}", e.getMessage());
            metrics.unanswered();
            return null;
        }
    }

    private StatesAnswer ask(Collection<UUID> ids) throws NotificationStates.NoAnswerException {
        return ids.isEmpty() ? NOTHING_KNOWN : states.of(ids);
    }

    private static Stream<UUID> ids(Item item) {
        Deferral deferral = item.deferral();
        EmailMessage refused = deferral.email();
        return deferral.notification() != null
                ? Stream.of(deferral.notification().id())
                : refused == null
                        ? Stream.empty()
                        : refused.notifications().stream().map(Notification::id);
    }
}
