package dev.carillon.gateway.replay;

import dev.carillon.events.Cursor;
import dev.carillon.events.RecipientKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/// The recent changes of every recipient, bounded by bytes and by age, and what a cursor is good for against them.
///
/// A client resumes when every `seq` after its cursor, up to the highest known, is here; where nothing of its recipient is
/// here, when its log position is. The rest is a `resync`, which is always safe.
///
/// [#begin], [#add], [#readTo] and [#expire] belong to the log's one reader thread; all else is safe from any.
public final class RecentWindow {
    private static final RecentOfRecipient.Snapshot NOTHING =
            new RecentOfRecipient.Snapshot(List.of(), -1, -1);

    private final long maxBytes;
    private final long maxAgeMillis;
    private final ConcurrentHashMap<RecipientKey, RecentOfRecipient> recipients =
            new ConcurrentHashMap<>();
    private final ArrayDeque<RecentChange> inOrderOfArrival = new ArrayDeque<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong size = new AtomicLong();
    private volatile Partitions partitions = new Partitions(new AtomicLong[0], new AtomicLong[0]);

    /// @param starts for each partition the offset from which on everything is here or was handed out since
    /// @param ends for each partition the offset up to which changes were taken in
    @SuppressWarnings("ArrayRecordComponent") // holds mutable positions on purpose
    private record Partitions(AtomicLong[] starts, AtomicLong[] ends) {}

    public RecentWindow(long maxBytes, long maxAgeMillis) {
        this.maxBytes = maxBytes;
        this.maxAgeMillis = maxAgeMillis;
    }

    /// Grows to so many partitions; new ones begin at 0 until [#begin] says otherwise.
    public void partitions(int count) {
        Partitions now = partitions;
        AtomicLong[] starts = new AtomicLong[count];
        AtomicLong[] ends = new AtomicLong[count];
        for (int i = 0; i < count; i++) {
            starts[i] = i < now.starts.length ? now.starts[i] : new AtomicLong();
            ends[i] = i < now.ends.length ? now.ends[i] : new AtomicLong();
        }
        partitions = new Partitions(starts, ends);
    }

    /// Nothing of the partition below this offset is here, or will be.
    public void begin(int partition, long offset) {
        partitions.starts[partition].set(offset);
        partitions.ends[partition].set(offset);
    }

    /// Takes a change in; it must come before the change is handed to any connection.
    public void add(RecentChange change) {
        recipients.compute(
                change.recipient(),
                (key, present) -> {
                    RecentOfRecipient recent = present == null ? new RecentOfRecipient() : present;
                    recent.add(change);
                    return recent;
                });
        inOrderOfArrival.addLast(change);
        size.incrementAndGet();
        if (bytes.addAndGet(change.bytes()) > maxBytes) {
            removeOldest();
            while (bytes.get() > maxBytes) {
                removeOldest();
            }
        }
        readTo(change.partition(), change.offset() + 1);
    }

    /// Everything of the partition below this offset was taken in.
    public void readTo(int partition, long offset) {
        partitions.ends[partition].accumulateAndGet(offset, Math::max);
    }

    /// Forgets what has become too old.
    public void expire(long nowMillis) {
        RecentChange oldest = inOrderOfArrival.peekFirst();
        while (oldest != null && oldest.timestamp() < nowMillis - maxAgeMillis) {
            removeOldest();
            oldest = inOrderOfArrival.peekFirst();
        }
    }

    private void removeOldest() {
        RecentChange oldest = inOrderOfArrival.pollFirst();
        if (oldest == null) {
            return;
        }
        partitions.starts[oldest.partition()].accumulateAndGet(oldest.offset() + 1, Math::max);
        recipients.computeIfPresent(
                oldest.recipient(), (key, recent) -> recent.removeOldest() ? null : recent);
        bytes.addAndGet(-oldest.bytes());
        size.decrementAndGet();
    }

    /// What the cursor is good for now. The caller is registered already.
    public Resumption resume(RecipientKey recipient, Cursor cursor) {
        int partition = partitionOf(recipient);
        long position = end(partition);
        RecentOfRecipient.Snapshot recent = snapshot(recipient);
        if (cursor.within() != null && cursor.epoch() >= recent.epoch()) {
            // its client left off amid the pages of changes: it lacks rows that no message will
            // bring
            return new Resumption.Resync(recent.epoch(), recent.highest(), position);
        }
        if (recent.changes().isEmpty() || cursor.epoch() > recent.epoch()) {
            return isInWindow(cursor, partition, position)
                    ? new Resumption.Recovered(List.of(), position)
                    : new Resumption.Resync(-1, -1, position);
        }
        if (cursor.epoch() < recent.epoch()) {
            return new Resumption.Reset(recent.epoch(), recent.highest(), position);
        }
        List<RecentChange> missed = missed(recent, cursor);
        return missed == null
                ? new Resumption.Resync(recent.epoch(), recent.highest(), position)
                : new Resumption.Recovered(missed, position);
    }

    /// The changes of a recipient from a log position on, in log order; empty when the window has moved past it.
    public Optional<Since> since(RecipientKey recipient, long offset) {
        int partition = partitionOf(recipient);
        long position = end(partition);
        RecentOfRecipient.Snapshot recent = snapshot(recipient);
        if (offset < start(partition)) {
            return Optional.empty();
        }
        List<RecentChange> changes = new ArrayList<>();
        for (RecentChange change : recent.changes()) {
            if (change.partition() == partition && change.offset() >= offset) {
                changes.add(change);
            }
        }
        return Optional.of(new Since(changes, position));
    }

    /// @param position the log position up to which the changes are complete
    public record Since(List<RecentChange> changes, long position) {}

    /// What is known of a recipient whose client starts without a cursor or has to ask the database: epoch and highest `seq`
    /// where known, and the position from which it is live.
    public Resumption.Resync known(RecipientKey recipient) {
        long position = end(partitionOf(recipient));
        RecentOfRecipient.Snapshot recent = snapshot(recipient);
        return new Resumption.Resync(recent.epoch(), recent.highest(), position);
    }

    /// The partition that holds a recipient's changes.
    public int partitionOf(RecipientKey recipient) {
        int count = partitions.starts.length;
        return count == 0
                ? -1
                : BuiltInPartitioner.partitionForKey(
                        recipient.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        count);
    }

    /// Bytes held now.
    public long bytes() {
        return bytes.get();
    }

    /// Changes held now.
    public long size() {
        return size.get();
    }

    private RecentOfRecipient.Snapshot snapshot(RecipientKey recipient) {
        RecentOfRecipient recent = recipients.get(recipient);
        return recent == null ? NOTHING : recent.snapshot();
    }

    /// A position beyond what was read here may belong to a log that is gone; asking the database costs one request.
    private boolean isInWindow(Cursor cursor, int partition, long position) {
        return partition >= 0
                && cursor.partition() == partition
                && cursor.offset() >= start(partition)
                && cursor.offset() <= position;
    }

    private static @Nullable List<RecentChange> missed(
            RecentOfRecipient.Snapshot recent, Cursor cursor) {
        TreeMap<Long, RecentChange> bySeq = new TreeMap<>();
        for (RecentChange change : recent.changes()) {
            Long seq = change.head().seq();
            if (seq != null && seq > cursor.seq() && change.head().epoch() == recent.epoch()) {
                bySeq.put(seq, change);
            }
        }
        long expected = Math.max(0, recent.highest() - cursor.seq());
        return bySeq.size() == expected ? List.copyOf(bySeq.values()) : null;
    }

    private long start(int partition) {
        return partition < 0 ? Long.MAX_VALUE : partitions.starts[partition].get();
    }

    private long end(int partition) {
        return partition < 0 ? -1 : partitions.ends[partition].get();
    }
}
