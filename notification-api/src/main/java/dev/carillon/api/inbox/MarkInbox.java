package dev.carillon.api.inbox;

import dev.carillon.events.Counts;
import dev.carillon.events.Cursor;
import dev.carillon.events.InboxChange;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.outbox.TransactionalOutbox;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Marks rows for a caller over HTTP. Rows, counts and the published changes commit in one transaction.
@Component
final class MarkInbox {
    private final TransactionOperations transactions;
    private final Inboxes inboxes;
    private final ChangeRows change;
    private final TransactionalOutbox outbox;
    private final Clock clock;

    MarkInbox(
            TransactionOperations transactions,
            Inboxes inboxes,
            ChangeRows change,
            TransactionalOutbox outbox,
            Clock clock) {
        this.transactions = transactions;
        this.inboxes = inboxes;
        this.change = change;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// The outcome of a mark.
    sealed interface Marked {
        /// @param rows the number of rows that really changed
        record Done(long rows, long epoch, Counts counts, List<StoredRow> shown)
                implements Marked {}

        /// Some ids do not exist; nothing was changed.
        record Unknown(Set<UUID> ids) implements Marked {}
    }

    /// Applies the actions, one after the other, to each of the rows. If one row does not exist, none is changed.
    ///
    /// @param seen the `seq` that the person saw; null applies to the rows as they are
    Marked rows(
            RecipientKey who, Collection<UUID> ids, List<RowAction> actions, @Nullable Long seen) {
        Instant at = now();
        return transactions.execute(status -> {
            LockedInboxes locked = inboxes.lock(List.of(who));
            locked.load(ids.stream().map(id -> new RowKey(who, id)).toList());
            Set<UUID> unknown = new HashSet<>(ids);
            unknown.removeIf(id -> locked.row(who, id).isPresent());
            if (!unknown.isEmpty()) {
                return new Marked.Unknown(unknown);
            }
            List<Outcome.Changed> changed = new ArrayList<>();
            for (UUID id : ids) {
                for (RowAction action : actions) {
                    RowChange wanted = new RowChange(new RowKey(who, id), action, seen, at);
                    if (change.apply(locked, wanted) instanceof Outcome.Changed one) {
                        changed.add(one);
                    }
                }
            }
            locked.flush();
            publish(changed);
            return done(locked, who, ids, changed);
        });
    }

    /// Applies an action to every row up to `upto`, in chunks. Each chunk is one transaction and one change.
    ///
    /// @param upto null means every row that exists now
    Marked.Done all(
            RecipientKey who, RowAction action, @Nullable Long upto, @Nullable String category) {
        Instant at = now();
        long changed = 0;
        @Nullable Long reach = upto;
        while (true) {
            Done chunk = chunk(who, action, reach, category, at);
            changed += chunk.changed();
            reach = chunk.reach();
            if (!chunk.more()) {
                return new Marked.Done(changed, chunk.epoch(), chunk.counts(), List.of());
            }
        }
    }

    private record Done(long changed, long reach, boolean more, long epoch, Counts counts) {}

    private Done chunk(
            RecipientKey who,
            RowAction action,
            @Nullable Long upto,
            @Nullable String category,
            Instant at) {
        return transactions.execute(status -> {
            LockedInboxes locked = inboxes.lock(List.of(who));
            Optional<Counter> counter = locked.counter(who);
            if (counter.isEmpty()) {
                return new Done(0, 0, false, Cursor.FIRST_EPOCH, Counter.none(who).counts());
            }
            long now = counter.get().seq();
            long reach = upto == null ? now : Math.min(upto, now);
            ChangeRows.Chunk chunk = change.applyUpto(locked, who, action, reach, category, at);
            locked.flush();
            if (chunk.seq() != null) {
                publish(counter.get(), chunk, action, category, at);
            }
            return new Done(
                    chunk.rows().size(),
                    reach,
                    chunk.more(),
                    counter.get().epoch(),
                    counter.get().counts());
        });
    }

    private void publish(
            Counter counter,
            ChangeRows.Chunk chunk,
            RowAction action,
            @Nullable String category,
            Instant at) {
        List<OutgoingRecord> records = new ArrayList<>();
        records.add(all(counter, chunk.seq(), chunk.upto(), action, category, null, at));
        chunk.rows().forEach(row -> row.stage().ifPresent(records::add));
        outbox.append(records);
    }

    private void publish(List<Outcome.Changed> changed) {
        List<OutgoingRecord> records = new ArrayList<>();
        for (Outcome.Changed one : changed) {
            records.add(one.record(null));
            one.stage().ifPresent(records::add);
        }
        if (!records.isEmpty()) {
            outbox.append(records);
        }
    }

    /// One chunk of a mark-all, as it is published.
    static OutgoingRecord all(
            Counter counter,
            @Nullable Long seq,
            long upto,
            RowAction action,
            @Nullable String category,
            @Nullable UUID actionId,
            Instant at) {
        return InboxRecords.change(
                new InboxChange(
                        InboxChange.Kind.CHANGED,
                        counter.who().tenant(),
                        counter.who().recipient(),
                        counter.epoch(),
                        seq,
                        null,
                        action.key(),
                        upto,
                        category,
                        actionId,
                        null,
                        counter.counts(),
                        at),
                null);
    }

    private static Marked.Done done(
            LockedInboxes locked,
            RecipientKey who,
            Collection<UUID> ids,
            List<Outcome.Changed> changed) {
        Counter counter = locked.counter(who).orElseGet(() -> Counter.none(who));
        return new Marked.Done(
                changed.stream().map(one -> one.after().id()).distinct().count(),
                counter.epoch(),
                counter.counts(),
                ids.stream().flatMap(id -> locked.row(who, id).stream()).toList());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
