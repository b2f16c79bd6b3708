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

/// Processes everything that is due once: digests, single items, and frozen runs that another worker left unpublished.
@Component
class RunDue {
    private static final Logger log = LoggerFactory.getLogger(RunDue.class);
    private static final StatesAnswer NOTHING_KNOWN = new StatesAnswer(Set.of(), Set.of());

    /// The greatest number of notifications, of all due recipients together, that are asked about, frozen and published
    /// in one step. Limits the request to notification-api and the memory of a worker.
    private static final int PORTION = 1_000;

    /// How many pages of left-out items a manual run may skip; the limit keeps the request short.
    private static final int PAGES = 20;

    /// How many frozen runs are read at once. Each may contain a whole digest with its timeline entries.
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

    /// Returns whether anything was done, so that the caller calls again at once. Decides nothing before the reference
    /// topics were read.
    boolean once() {
        boolean more = unsent();
        if (reference.isComplete()) {
            more |= digests();
            more |= releases();
        }
        return more;
    }

    /// The result of a manual digest.
    sealed interface Manual {
        /// A run, made now or by an earlier request with the same key.
        record Ran(Runs.Run run) implements Manual {}

        /// The person has no email address. Nothing was changed, so the same request may be sent again later.
        record NoAddress() implements Manual {}
    }

    /// Sends a digest now, outside its schedule.
    ///
    /// @throws NotificationStates.NoAnswerException when notification-api does not answer what was seen;
    ///     nothing was sent
    /// @throws UnfinishedException when more items were left out than one request may skip; nothing was sent
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
            log.debug(
                    "two requests started the same manual run at the same time; the first one counts");
        }
        return new Manual.Ran(runs.find(recipient, "manual", requestId).orElseThrow());
    }

    private FreezeDigest.Outcome askAndFreeze(FreezeDigest.Wanted wanted)
            throws NotificationStates.NoAnswerException {
        List<UUID> pending = items.pendingIds(wanted.recipient(), properties.considered());
        return freezeDigest.freeze(
                wanted, new FreezeDigest.Asked(pending, ask(pending)), UUID.randomUUID());
    }

    /// A manual run skipped its limit of left-out items. A repeated request continues from there.
    static final class UnfinishedException extends RuntimeException {
        UnfinishedException() {
            super("a manual run left out all items that one request may process");
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

    /// The first claims whose notifications fit one request, in order, at least one, each with its pending ids.
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
                    // Still due: the next round processes it.
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
                    "{} already has the {} digest of {}; scheduling the next one",
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

    /// A fault of one recipient is logged, and its run is tried again when the lease ends. An infrastructure fault
    /// concerns all recipients and is thrown.
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
            log.error(
                    "the digest run of {} failed; it is tried again when its lease ends",
                    recipient,
                    fault);
            return Optional.empty();
        }
    }

    private @Nullable StatesAnswer tryAsk(Collection<UUID> ids) {
        try {
            StatesAnswer known = ask(ids);
            metrics.answered();
            return known;
        } catch (NotificationStates.NoAnswerException e) {
            log.warn("due digests wait: {}", e.getMessage());
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
