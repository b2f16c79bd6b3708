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

/// The recent changes of every recipient, bounded by bytes and by age. It decides whether a client can resume from its
/// cursor.
///
/// A client can resume if the window has every `seq` after its cursor, up to the highest known one. If the window has
/// no change of its recipient, the client can resume if the window covers the cursor's log position. Every other client
/// gets a `resync`, which is always safe.
///
/// [#begin], [#add], [#readTo] and [#expire] must be called by the log's one reader thread; all other methods are
/// thread-safe.
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

    /// @param starts by partition, the offset from which on every change is in the window or was delivered since
    /// @param ends by partition, the offset up to which changes were added
    @SuppressWarnings("ArrayRecordComponent") // holds mutable positions on purpose
    private record Partitions(AtomicLong[] starts, AtomicLong[] ends) {}

    public RecentWindow(long maxBytes, long maxAgeMillis) {
        this.maxBytes = maxBytes;
        this.maxAgeMillis = maxAgeMillis;
    }

    /// Grows to this number of partitions. New ones begin at 0 until [#begin] sets another offset.
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

    /// The window has no change of the partition below this offset, and never will.
    public void begin(int partition, long offset) {
        partitions.starts[partition].set(offset);
        partitions.ends[partition].set(offset);
    }

    /// Adds a change. Must be called before the change is passed to any connection.
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

    /// Every change of the partition below this offset was added.
    public void readTo(int partition, long offset) {
        partitions.ends[partition].accumulateAndGet(offset, Math::max);
    }

    /// Removes changes that are too old.
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

    /// What a client gets for its cursor. The caller must already be registered.
    public Resumption resume(RecipientKey recipient, Cursor cursor) {
        int partition = partitionOf(recipient);
        long position = end(partition);
        RecentOfRecipient.Snapshot recent = snapshot(recipient);
        if (cursor.within() != null && cursor.epoch() >= recent.epoch()) {
            // the client stopped between two pages of the changes endpoint: it lacks rows that no
            // message will bring
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

    /// The changes of a recipient from a log position on, in log order; empty when the window no longer covers the
    /// position.
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

    /// What is known of a recipient whose client starts without a cursor or has to call the changes endpoint: epoch and
    /// highest `seq` if known, and the position from which the client is live.
    public Resumption.Resync known(RecipientKey recipient) {
        long position = end(partitionOf(recipient));
        RecentOfRecipient.Snapshot recent = snapshot(recipient);
        return new Resumption.Resync(recent.epoch(), recent.highest(), position);
    }

    /// The partition of a recipient's changes.
    public int partitionOf(RecipientKey recipient) {
        int count = partitions.starts.length;
        return count == 0
                ? -1
                : BuiltInPartitioner.partitionForKey(
                        recipient.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        count);
    }

    /// The bytes held now.
    public long bytes() {
        return bytes.get();
    }

    /// The number of changes held now.
    public long size() {
        return size.get();
    }

    private RecentOfRecipient.Snapshot snapshot(RecipientKey recipient) {
        RecentOfRecipient recent = recipients.get(recipient);
        return recent == null ? NOTHING : recent.snapshot();
    }

    /// A position beyond what was read here may be of a log that was deleted; a call of the changes endpoint costs one
    /// request.
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
