package dev.carillon.processor.routing;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Identity;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.RoundTrip;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.RefusedValues;
import dev.carillon.processor.deduplication.Claim;
import dev.carillon.processor.deduplication.DedupClaims;
import dev.carillon.processor.deduplication.DedupClaims.Asked;
import dev.carillon.processor.deduplication.HeldClaims;
import dev.carillon.processor.outbound.GiveUp;
import dev.carillon.processor.outbound.Outbound;
import dev.carillon.processor.reference.Patience;
import dev.carillon.processor.reference.People;
import dev.carillon.processor.reference.People.Wanted;
import dev.carillon.processor.routing.Decide.Circumstances;
import dev.carillon.processor.rule.TemplateLimitException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Finds or makes the one decision for each candidate of a batch. New decisions and their claims are committed in one
/// transaction for the whole batch. The records that follow are added to `out`, in the order of the candidates.
@Component
public class DecideNotifications {
    private static final Logger log = LoggerFactory.getLogger(DecideNotifications.class);

    private final People people;
    private final Decide decide;
    private final DecisionStore store;
    private final DedupClaims claims;
    private final GiveUp giveUp;
    private final DecisionMeters meters;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DecideNotifications(
            People people,
            Decide decide,
            DecisionStore store,
            DedupClaims claims,
            GiveUp giveUp,
            DecisionMeters meters,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.people = people;
        this.decide = decide;
        this.store = store;
        this.claims = claims;
        this.giveUp = giveUp;
        this.meters = meters;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /// @param typeWaited how long the batch has already waited for types
    /// @param patience the deadline for waiting for recipients
    public void decide(
            List<Candidate> candidates, Duration typeWaited, Patience patience, Outbound out) {
        if (candidates.isEmpty()) {
            return;
        }
        Map<Identity, Candidate> distinct = new LinkedHashMap<>();
        candidates.forEach(candidate -> distinct.putIfAbsent(candidate.identity(), candidate));
        RoundTrip together = new RoundTrip();
        Map<Identity, List<OutgoingRecord>> emissions = store.find(distinct.keySet(), together);
        People.Found found =
                people.find(
                        recipients(distinct.values()),
                        together,
                        () -> wanted(fresh(distinct, emissions)),
                        patience);
        meters.replayed(emissions.size());
        storeOrBisect(prepare(fresh(distinct, emissions), typeWaited, found, out), emissions, out);
        distinct.forEach((identity, candidate) ->
                out.addAll(candidate.source(), emissions.getOrDefault(identity, List.of())));
    }

    private static Set<RecipientKey> recipients(Collection<Candidate> candidates) {
        return candidates.stream().map(Candidate::recipient).collect(Collectors.toSet());
    }

    private static List<Candidate> fresh(
            Map<Identity, Candidate> all, Map<Identity, List<OutgoingRecord>> emissions) {
        return all.values().stream()
                .filter(candidate -> !emissions.containsKey(candidate.identity()))
                .toList();
    }

    /// The versions to wait for, only for candidates without a stored decision.
    private static Map<RecipientKey, Wanted> wanted(List<Candidate> fresh) {
        Map<RecipientKey, Wanted> wanted = new HashMap<>();
        fresh.forEach(one -> wanted.merge(one.recipient(), one.wanted(), Wanted::and));
        return wanted;
    }

    /// A candidate and its decision, assuming that it is no duplicate.
    private record Prepared(
            Candidate candidate,
            Decision decision,
            Optional<Identity> claimKey,
            People.Found found,
            Circumstances circumstances) {}

    private List<Prepared> prepare(
            List<Candidate> fresh, Duration typeWaited, People.Found found, Outbound out) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long start = System.nanoTime();
        List<Prepared> prepared = new ArrayList<>(fresh.size());
        for (Candidate candidate : fresh) {
            Circumstances circumstances =
                    candidate.wanted().equals(Wanted.ANY)
                            ? new Circumstances(now, typeWaited, true)
                            : new Circumstances(
                                    now, typeWaited.plus(found.waited()), found.complete());
            try {
                Decision decision =
                        decide.decide(candidate, found.of(candidate.recipient()), circumstances);
                prepared.add(
                        new Prepared(
                                candidate,
                                decision,
                                Decide.claimKey(candidate),
                                found,
                                circumstances));
            } catch (TemplateLimitException exceeded) {
                DeadLetterFacts facts =
                        DeadLetterFacts.of(
                                        ErrorCode.RENDERING_TOO_LARGE,
                                        "type "
                                                + candidate.type().key()
                                                + ": "
                                                + exceeded.getMessage())
                                .withExpression(exceeded.template());
                giveUp(candidate, facts, now, out);
            } catch (RuntimeException poison) {
                log.error(
                        "cannot make a decision for type {}; storing a dead letter",
                        candidate.type().key(),
                        poison);
                undecidable(candidate, poison, now, out);
            }
        }
        meters.prepared(System.nanoTime() - start);
        return prepared;
    }

    /// Stores decisions. When the database refuses a value, the batch is halved until the faulty decision is alone; all
    /// others are stored.
    private void storeOrBisect(
            List<Prepared> prepared, Map<Identity, List<OutgoingRecord>> emissions, Outbound out) {
        RefusedValues.isolate(
                prepared,
                RuntimeException.class,
                some -> emissions.putAll(commit(some)),
                (poison, refused) -> {
                    Candidate candidate = poison.candidate();
                    log.error(
                            "cannot store a decision for type {}; storing a dead letter",
                            candidate.type().key(),
                            refused);
                    undecidable(candidate, refused, poison.circumstances().now(), out);
                });
    }

    private Map<Identity, List<OutgoingRecord>> commit(List<Prepared> prepared) {
        long start = System.nanoTime();
        List<Decision> stored = new ArrayList<>();
        List<Asked> asked = prepared.stream().flatMap(DecideNotifications::asked).toList();
        // Without claims one insert statement is enough; it needs no transaction.
        Map<Identity, List<OutgoingRecord>> emissions =
                asked.isEmpty()
                        ? store(prepared, asked, stored)
                        : Objects.requireNonNull(
                                transaction.execute(status -> store(prepared, asked, stored)));
        meters.stored(System.nanoTime() - start);
        stored.forEach(meters::decided);
        return emissions;
    }

    private Map<Identity, List<OutgoingRecord>> store(
            List<Prepared> prepared, List<Asked> asked, List<Decision> stored) {
        HeldClaims held = claims.lock(asked);
        List<Decision> decisions = prepared.stream().map(one -> afterClaims(one, held)).toList();
        Set<Identity> inserted = store.insert(decisions);
        Map<Identity, List<OutgoingRecord>> emissions = new HashMap<>();
        List<Claim> taken = new ArrayList<>();
        Set<Identity> lost = new HashSet<>();
        for (Decision decision : decisions) {
            Identity identity = decision.candidate().identity();
            if (inserted.contains(identity)) {
                stored.add(decision);
                emissions.put(identity, decision.emission());
                if (decision.claim() != null) {
                    taken.add(decision.claim());
                }
            } else {
                lost.add(identity);
            }
        }
        claims.insert(taken);
        if (!lost.isEmpty()) {
            // Another process decided these first: its decisions are published.
            emissions.putAll(store.find(lost));
        }
        return emissions;
    }

    private static Stream<Asked> asked(Prepared prepared) {
        Candidate candidate = prepared.candidate();
        var dedup = candidate.type().type().dedup();
        return dedup == null
                ? Stream.empty()
                : prepared.claimKey().stream()
                        .map(key ->
                                new Asked(
                                        key,
                                        candidate.identity(),
                                        candidate.time(),
                                        dedup.window()));
    }

    private Decision afterClaims(Prepared prepared, HeldClaims held) {
        Candidate candidate = prepared.candidate();
        Decision decision = prepared.decision();
        var dedup = candidate.type().type().dedup();
        if (dedup == null
                || prepared.claimKey().isEmpty()
                || RouteChannels.isOver(decision.channels())) {
            return decision;
        }
        Optional<Claim> owner =
                held.ownerOf(
                        prepared.claimKey().get(),
                        candidate.identity(),
                        candidate.time(),
                        dedup.window());
        if (owner.isEmpty()) {
            if (decision.claim() != null) {
                held.take(decision.claim());
            }
            return decision;
        }
        return decide.duplicate(
                candidate,
                prepared.found().of(candidate.recipient()),
                prepared.circumstances(),
                owner.get());
    }

    private void undecidable(
            Candidate candidate, RuntimeException fault, Instant now, Outbound out) {
        DeadLetterFacts facts =
                DeadLetterFacts.of(
                        ErrorCode.UNDECIDABLE,
                        "the decision cannot be made or stored: "
                                + fault.getClass().getSimpleName());
        giveUp(candidate, facts, now, out);
    }

    private void giveUp(Candidate candidate, DeadLetterFacts facts, Instant now, Outbound out) {
        giveUp.giveUp(
                candidate.source(),
                candidate.event(),
                facts.withType(candidate.type().key()).withRecipient(candidate.recipient()),
                now,
                out);
    }
}
