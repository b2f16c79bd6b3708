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

/// Writes notifications into inboxes: one transaction and a few statements for a batch. A notification that is already
/// stored changes nothing; it is published again with its first `seq` and its current row.
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

    /// A record to publish, and the notification that caused it.
    record Publication(OutgoingRecord record, Arrival arrival) {}

    private record Projected(List<Publication> publications, int replays) {}

    /// Stores the notifications in order. Publish the returned records only after this method returned.
    List<Publication> project(List<Arrival> arrivals) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        arrivals.forEach(arrival -> partitions.require(arrival.notification().id()));
        Projected projected = projectAll(arrivals, now);
        metrics.replayed(projected.replays());
        return projected.publications();
    }

    private Projected projectAll(List<Arrival> arrivals, Instant now) {
        try {
            return transactions.execute(status -> {
                LockedInboxes locked =
                        inboxes.lockOrCreate(
                                arrivals.stream().map(Arrival::who).toList(),
                                arrivals.stream().flatMap(each -> keys(each).stream()).toList());
                List<Publication> publications = new ArrayList<>(arrivals.size() * 2);
                int replays = 0;
                for (Arrival arrival : arrivals) {
                    replays += new Step(locked, arrival, now, publications).run() ? 0 : 1;
                }
                locked.commit();
                return new Projected(publications, replays);
            });
        } catch (DuplicateKeyException inserted) {
            // not a fault of the values: Kafka delivers the batch again, and the retry finds the
            // row
            throw new IllegalStateException(
                    "the row exists, so it was inserted without the lock of its recipient's counter",
                    inserted);
        }
    }

    private static List<RowKey> keys(Arrival arrival) {
        RowKey own = new RowKey(arrival.who(), arrival.notification().id());
        UUID replaces = arrival.notification().replaces();
        return replaces == null ? List.of(own) : List.of(own, new RowKey(arrival.who(), replaces));
    }

    /// Applies one notification to its recipient's inbox.
    private final class Step {
        private final LockedInboxes locked;
        private final Arrival arrival;
        private final Notification notification;
        private final Counter counter;
        private final Instant now;
        private final List<Publication> publications;

        Step(LockedInboxes locked, Arrival arrival, Instant now, List<Publication> publications) {
            this.locked = locked;
            this.arrival = arrival;
            this.notification = arrival.notification();
            this.counter = locked.lockedCounter(arrival.who());
            this.now = now;
            this.publications = publications;
        }

        /// Whether the notification was new.
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
            publish(InboxRecords.notification(counter, seq, row, arrival.traceparent()));
            tellStored(row);
        }

        private void grow(StoredRow known) {
            long seq = counter.take();
            StoredRow row = known.revised(notification, seq);
            locked.revise(known, row);
            replace(seq);
            publish(InboxRecords.notification(counter, seq, row, arrival.traceparent()));
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
                publish(InboxRecords.notification(counter, seq, known, arrival.traceparent()));
            }
            tellStored(known);
        }

        /// Removes the replaced row, in the same change as the new row; the new row's message names it in `replaces`.
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

        /// A new row that is already dead also replaces its predecessor. That is a change of its own, and is published
        /// again when the notification arrives again.
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
            publish(
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
                publish(
                        stage(
                                row,
                                Stages.STORED,
                                "Grouped into a later notification in the inbox."));
            } else if (deletion != null
                    && deletion.by() == Deletion.By.EXPIRED
                    && row.createdSeq() == row.state().seq()) {
                publish(stage(row, Stages.EXPIRED, "Expired before it reached the inbox."));
            } else {
                publish(stage(row, Stages.STORED, "Placed in the inbox."));
            }
        }

        private OutgoingRecord stage(StoredRow row, String stage, String text) {
            return InboxRecords.stage(
                    row, stage, text, row.storedAt(), Map.of(), arrival.traceparent());
        }

        private void publish(OutgoingRecord record) {
            publications.add(new Publication(record, arrival));
        }

        private @Nullable Deletion expired() {
            Instant expires = notification.expiresAt();
            return expires == null || expires.isAfter(now)
                    ? null
                    : new Deletion(now, Deletion.By.EXPIRED, null);
        }
    }
}
