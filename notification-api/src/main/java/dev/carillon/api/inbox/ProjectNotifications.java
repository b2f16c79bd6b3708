package dev.carillon.api.inbox;

import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Stages;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Puts notifications into inboxes: one transaction and a handful of statements for a batch. What came before changes nothing
/// and is told again by its first `seq`, with the row as it is now.
@Component
final class ProjectNotifications {
    private final TransactionOperations transactions;
    private final Inboxes inboxes;
    private final InboxPartitions partitions;
    private final InboxMetrics metrics;
    private final Clock clock;

    ProjectNotifications(
            TransactionOperations transactions,
            Inboxes inboxes,
            InboxPartitions partitions,
            InboxMetrics metrics,
            Clock clock) {
        this.transactions = transactions;
        this.inboxes = inboxes;
        this.partitions = partitions;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// A record to publish, and the arrival that it tells of.
    record Told(OutgoingRecord record, Arrival arrival) {}

    private record Projected(List<Told> told, int replays) {}

    /// Stores the notifications, in order, and returns what is to be published once this returned.
    List<Told> project(List<Arrival> arrivals) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        arrivals.forEach(arrival -> partitions.require(arrival.notification().id()));
        Projected projected = projectAll(arrivals, now);
        metrics.replayed(projected.replays());
        return projected.told();
    }

    private Projected projectAll(List<Arrival> arrivals, Instant now) {
        try {
            return transactions.execute(status -> {
                LockedInboxes locked =
                        inboxes.lockOrCreate(
                                arrivals.stream().map(Arrival::who).toList(),
                                arrivals.stream().flatMap(each -> keys(each).stream()).toList());
                List<Told> told = new ArrayList<>(arrivals.size() * 2);
                int replays = 0;
                for (Arrival arrival : arrivals) {
                    replays += new Step(locked, arrival, now, told).run() ? 0 : 1;
                }
                locked.commit();
                return new Projected(told, replays);
            });
        } catch (DuplicateKeyException inserted) {
            // no fault of the values: the batch comes again, and finds the row
            throw new IllegalStateException(
                    "a row was inserted without the lock of its recipient's counter", inserted);
        }
    }

    private static List<RowKey> keys(Arrival arrival) {
        RowKey own = new RowKey(arrival.who(), arrival.notification().id());
        UUID replaces = arrival.notification().replaces();
        return replaces == null ? List.of(own) : List.of(own, new RowKey(arrival.who(), replaces));
    }

    /// What one notification does to its recipient's inbox.
    private final class Step {
        private final LockedInboxes locked;
        private final Arrival arrival;
        private final Notification notification;
        private final Counter counter;
        private final Instant now;
        private final List<Told> told;

        Step(LockedInboxes locked, Arrival arrival, Instant now, List<Told> told) {
            this.locked = locked;
            this.arrival = arrival;
            this.notification = arrival.notification();
            this.counter = locked.lockedCounter(arrival.who());
            this.now = now;
            this.told = told;
        }

        /// Whether it was new.
        boolean run() {
            Optional<StoredRow> known = locked.row(arrival.who(), notification.id());
            if (known.isEmpty()) {
                arrive();
                return true;
            }
            if (!known.get().isDeleted() && notification.revision() > known.get().revision()) {
                grow(known.get());
                return true;
            }
            repeat(known.get());
            return false;
        }

        private void arrive() {
            long seq = counter.take();
            StoredRow row = StoredRow.arrived(notification, seq, now, expired());
            locked.insert(row);
            replace(seq);
            tell(InboxRecords.notification(counter, seq, row, arrival.traceparent()));
            tellStored(row);
        }

        private void grow(StoredRow known) {
            long seq = counter.take();
            StoredRow row = known.revised(notification, seq);
            locked.revise(known, row);
            replace(seq);
            tell(InboxRecords.notification(counter, seq, row, arrival.traceparent()));
        }

        private void repeat(StoredRow known) {
            if (known.isDeleted()) {
                replaceThoughDead(known);
            }
            Long seq =
                    notification.revision() == known.revision() && known.revisedSeq() != null
                            ? known.revisedSeq()
                            : known.createdSeq();
            if (seq != null) {
                tell(InboxRecords.notification(counter, seq, known, arrival.traceparent()));
            }
            tellStored(known);
        }

        /// What is replaced leaves with the change that brings the new row; its message names it in `replaces`.
        private void replace(long seq) {
            UUID replaced = notification.replaces();
            if (replaced == null || !partitions.hold(replaced)) {
                return;
            }
            Optional<StoredRow> old = locked.row(arrival.who(), replaced);
            if (old.isEmpty()) {
                locked.insert(StoredRow.standIn(notification, replaced, seq, now));
            } else if (!old.get().isDeleted()) {
                locked.change(old.get(), old.get().state().replaced(notification.id(), seq, now));
            }
        }

        /// A dead row takes its predecessor along all the same; that is a change of its own, told again when this comes again.
        private void replaceThoughDead(StoredRow dead) {
            UUID replaced = notification.replaces();
            if (replaced == null || !partitions.hold(replaced)) {
                return;
            }
            Optional<StoredRow> old = locked.row(arrival.who(), replaced);
            if (old.isEmpty() || !old.get().isDeleted()) {
                long seq = counter.take();
                replace(seq);
                old = locked.row(arrival.who(), replaced);
            }
            old.filter(row -> isTakenBy(dead, row)).ifPresent(this::tellReplaced);
        }

        private boolean isTakenBy(StoredRow dead, StoredRow old) {
            Deletion deletion = old.state().deletion();
            return deletion != null
                    && notification.id().equals(deletion.replacedBy())
                    && !Long.valueOf(old.state().seq()).equals(dead.createdSeq());
        }

        private void tellReplaced(StoredRow old) {
            tell(
                    InboxRecords.changed(
                            old.who(),
                            counter.epoch(),
                            old.state().seq(),
                            old.shown(),
                            Deletion.By.REPLACED.key(),
                            null,
                            counter.counts(),
                            old.storedAt()));
        }

        private void tellStored(StoredRow row) {
            Deletion deletion = row.state().deletion();
            if (row.createdSeq() == null) {
                tell(stage(row, Stages.STORED, "Joined to a later one in the inbox."));
            } else if (deletion != null
                    && deletion.by() == Deletion.By.EXPIRED
                    && row.createdSeq() == row.state().seq()) {
                tell(stage(row, Stages.EXPIRED, "Expired before it reached the inbox."));
            } else {
                tell(stage(row, Stages.STORED, "Placed in the inbox."));
            }
        }

        private OutgoingRecord stage(StoredRow row, String stage, String text) {
            return InboxRecords.stage(
                    row, stage, text, row.storedAt(), Map.of(), arrival.traceparent());
        }

        private void tell(OutgoingRecord record) {
            told.add(new Told(record, arrival));
        }

        private @Nullable Deletion expired() {
            Instant expires = notification.expiresAt();
            return expires == null || expires.isAfter(now)
                    ? null
                    : new Deletion(now, Deletion.By.EXPIRED, null);
        }
    }
}
