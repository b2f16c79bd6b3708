package dev.carillon.digest.run;

import dev.carillon.digest.DigestProperties;
import dev.carillon.digest.deferral.Item;
import dev.carillon.digest.deferral.ItemTimeline;
import dev.carillon.digest.deferral.Items;
import dev.carillon.digest.reference.People;
import dev.carillon.digest.reference.Person;
import dev.carillon.digest.schedule.Schedules;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Identity;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Priority;
import dev.carillon.events.Reasons;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.StatesAnswer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Takes the pending items of a recipient and freezes the run, in one transaction that holds the lock of
/// the schedule row.
@Component
class FreezeDigest {
    private final Items items;
    private final People people;
    private final Schedules schedules;
    private final Runs runs;
    private final DigestProperties properties;
    private final Clock clock;

    FreezeDigest(
            Items items,
            People people,
            Schedules schedules,
            Runs runs,
            DigestProperties properties,
            Clock clock) {
        this.items = items;
        this.people = people;
        this.schedules = schedules;
        this.runs = runs;
        this.properties = properties;
        this.clock = clock;
    }

    /// The run to freeze.
    ///
    /// @param kind `daily`, `weekly`, `manual`, or `never`, which leaves everything out
    /// @param key the local date, or the request id of a manual run
    /// @param claim token of the schedule row; null for a manual run, which needs no claim
    record Wanted(
            RecipientKey recipient,
            String kind,
            String key,
            LocalDate date,
            Instant dueAt,
            @Nullable UUID claim) {}

    /// The result.
    sealed interface Outcome {
        /// A frozen run that must be published.
        record Frozen(Runs.Unsent run) implements Outcome {}

        /// No run is frozen yet. The caller asks notification-api again, about the items that are now the newest.
        sealed interface AskAgain extends Outcome {}

        /// All the items asked about were left out.
        record NewestLeftOut() implements AskAgain {}

        /// Another run took some of the items asked about; nothing was changed.
        record Moved() implements AskAgain {}

        /// The person has quiet hours now; the digest waits for their end.
        record Quiet(Instant until) implements Outcome {}

        /// Another worker holds the claim.
        record Passed() implements Outcome {}
    }

    /// The newest pending items, at most [DigestProperties#considered], and what notification-api answered about them.
    ///
    /// @param ids newest first
    record Asked(List<UUID> ids, StatesAnswer known) {
        Asked {
            ids = List.copyOf(ids);
        }
    }

    /// Freezes a run of the pending items.
    ///
    /// @throws AlreadyFrozenException when the run already exists
    @Transactional
    public Outcome freeze(Wanted wanted, Asked asked, UUID publisher) {
        Schedules.Locked locked = schedules.lock(wanted.recipient());
        if (wanted.claim() != null && !wanted.claim().equals(locked.token())) {
            return new Outcome.Passed();
        }
        Person person = people.find(wanted.recipient());
        boolean never = wanted.kind().equals("never");
        Optional<Instant> quiet = person.quietUntil(clock.instant());
        if (!never && wanted.claim() != null && quiet.isPresent()) {
            return new Outcome.Quiet(quiet.get());
        }
        if (never) {
            items.refusedToSingle(wanted.recipient());
        }
        List<Item> newest = pending(wanted);
        if (!never && hasMoved(newest, asked)) {
            return new Outcome.Moved();
        }
        Instant now = clock.instant();
        UUID runId =
                Identity.timedUuidOf(
                        wanted.dueAt(),
                        wanted.recipient().tenant(),
                        wanted.recipient().recipient(),
                        wanted.kind(),
                        wanted.key());
        StatesAnswer states = asked.known();
        Settled first = settle(newest, wanted, person, states, runId, now);
        if (first.full() && first.kept().isEmpty()) {
            runs.freezeTimeline(
                    wanted.recipient(), runId + " left out " + UUID.randomUUID(), first.entries());
            return new Outcome.NewestLeftOut();
        }
        int total = first.kept().size() + rest(wanted, person, states, runId, first, now);
        List<OutgoingRecord> records = new ArrayList<>();
        if (!first.kept().isEmpty()) {
            records.add(RunRecords.email(email(wanted, runId, first.kept(), total, now)));
        }
        records.addAll(first.entries());
        Runs.Frozen run =
                new Runs.Frozen(
                        runId,
                        wanted.recipient(),
                        wanted.kind(),
                        wanted.key(),
                        wanted.date(),
                        wanted.dueAt(),
                        total,
                        first.leftOut(),
                        records);
        if (!runs.freeze(run, publisher, properties.lease())) {
            throw new AlreadyFrozenException();
        }
        reschedule(wanted, locked);
        return new Outcome.Frozen(run.unsent(publisher));
    }

    /// Whether the first page now contains older items than those asked about. Items that arrived later do not count.
    private boolean hasMoved(List<Item> newest, Asked asked) {
        if (newest.isEmpty() || asked.ids().size() < properties.considered()) {
            return false;
        }
        String last = newest.getLast().deferral().id().toString();
        return last.compareTo(asked.ids().getLast().toString()) < 0;
    }

    private List<Item> pending(Wanted wanted) {
        return items.pendingForDigest(wanted.recipient(), properties.considered());
    }

    /// Skips a run that already exists, and schedules the recipient's next one.
    @Transactional
    public void skip(Wanted wanted) {
        Schedules.Locked locked = schedules.lock(wanted.recipient());
        if (Objects.equals(wanted.claim(), locked.token())) {
            reschedule(wanted, locked);
        }
    }

    private void reschedule(Wanted wanted, Schedules.Locked locked) {
        boolean dated = wanted.kind().equals("daily") || wanted.kind().equals("weekly");
        schedules.reschedule(
                wanted.recipient(),
                locked,
                items.anyForDigest(wanted.recipient()),
                dated ? wanted.date() : null);
    }

    /// The result of one page of pending items.
    ///
    /// @param full whether another page may follow
    /// @param entries timeline entries
    private record Settled(
            List<Item> kept, int leftOut, boolean full, List<OutgoingRecord> entries) {}

    private Settled settle(
            List<Item> pending,
            Wanted wanted,
            Person person,
            StatesAnswer states,
            UUID runId,
            Instant now) {
        Map<Item, String> leftOut = new LinkedHashMap<>();
        List<Item> kept = new ArrayList<>();
        for (Item item : pending) {
            Optional<String> reason =
                    wanted.kind().equals("never")
                            ? Optional.of(Reasons.DIGEST_NEVER)
                            : LastLook.leaveOut(item, person, states, now);
            reason.ifPresentOrElse(why -> leftOut.put(item, why), () -> kept.add(item));
        }
        items.leaveOut(leftOut);
        items.take(kept, runId);
        List<OutgoingRecord> entries = new ArrayList<>(pending.size());
        kept.forEach(item -> entries.add(ItemTimeline.taken(item, now, runId, wanted.kind())));
        leftOut.forEach((item, reason) -> entries.add(ItemTimeline.leftOut(item, now, reason)));
        return new Settled(
                kept, leftOut.size(), pending.size() == properties.considered(), entries);
    }

    /// Processes the items beyond the first page, page by page, and returns how many the digest counts. Each page's
    /// timeline entries are frozen separately.
    private int rest(
            Wanted wanted,
            Person person,
            StatesAnswer states,
            UUID runId,
            Settled first,
            Instant now) {
        int counted = 0;
        Settled last = first;
        for (int page = 1; last.full(); page++) {
            last = settle(pending(wanted), wanted, person, states, runId, now);
            runs.freezeTimeline(wanted.recipient(), runId + "#" + page, last.entries());
            counted += last.kept().size();
        }
        return counted;
    }

    /// The run already exists. The transaction rolls back, and the caller returns the existing run.
    static final class AlreadyFrozenException extends RuntimeException {
        AlreadyFrozenException() {
            super("a run of this kind and key already exists");
        }
    }

    private EmailMessage email(Wanted wanted, UUID runId, List<Item> kept, int total, Instant now) {
        List<Notification> shown =
                kept.stream()
                        .map(Item::deferral)
                        .map(Deferral::notification)
                        .filter(Objects::nonNull)
                        .limit(properties.shown())
                        .toList();
        return new EmailMessage(
                runId,
                0,
                EmailMessage.Kind.DIGEST,
                wanted.recipient().tenant(),
                wanted.recipient().recipient(),
                Priority.MEDIUM,
                false,
                shown,
                total,
                new EmailMessage.Digest(
                        wanted.kind(),
                        wanted.date(),
                        wanted.kind().equals("manual") ? wanted.key() : null),
                now,
                now);
    }
}
