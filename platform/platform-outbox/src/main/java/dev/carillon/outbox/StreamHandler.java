package dev.carillon.outbox;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Handles the stream's batches: publishes the rows, and marks them as processed once the broker has acknowledged all
/// of them. An exception ends the engine, and the slot keeps its position.
final class StreamHandler
        implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    private final RecordSender sender;
    private final ReferencePublisher references;
    private final RelayTracker tracker;
    private final Clock clock;
    private final String nonce;
    private final AtomicReference<@Nullable String> mark = new AtomicReference<>();
    private final ReentrantLock batch = new ReentrantLock();
    private volatile boolean ended;
    private boolean caughtUp;

    /// @param nonce the key of the request for reference rows that this stream waits for; requests with other keys are
    ///     repetitions
    StreamHandler(
            RecordSender sender,
            ReferencePublisher references,
            RelayTracker tracker,
            Clock clock,
            String nonce) {
        this.sender = sender;
        this.references = references;
        this.tracker = tracker;
        this.clock = clock;
        this.nonce = nonce;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> events,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        batch.lockInterruptibly();
        try {
            if (ended) {
                throw new RelayStoppedException("The stream is ending");
            }
            String newestMark = publish(events);
            for (RecordChangeEvent<SourceRecord> event : events) {
                committer.markProcessed(event);
            }
            committer.markBatchFinished();
            if (newestMark != null) {
                mark.set(newestMark);
            }
        } finally {
            batch.unlock();
        }
    }

    /// The newest mark that arrived through the stream since the last call.
    @Nullable String takeMark() {
        return mark.getAndSet(null);
    }

    /// Lets the current batch finish and accepts no further one.
    ///
    /// @return whether no batch is running any more
    boolean endAfterBatch(Duration patience) throws InterruptedException {
        ended = true;
        if (batch.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            batch.unlock();
            return true;
        }
        return false;
    }

    private @Nullable String publish(List<RecordChangeEvent<SourceRecord>> events)
            throws InterruptedException {
        List<StoredRecord> records = new ArrayList<>(events.size());
        List<Long> committed = new ArrayList<>(events.size());
        String newestMark = null;
        for (RecordChangeEvent<SourceRecord> event : events) {
            if (!(event.record().value() instanceof Struct change)) {
                continue;
            }
            StoredRecord record = read(change.getStruct("after"));
            if (record.topic().equals(StoredRecord.HEARTBEAT)) {
                newestMark = record.valueAsText();
            } else if (record.topic().equals(StoredRecord.REFERENCES)) {
                flush(records, committed);
                publishReferences(record.key());
            } else if (!record.isOurOwn()) {
                records.add(record);
                committed.add(change.getStruct("source").getInt64("ts_ms"));
            }
        }
        flush(records, committed);
        return newestMark;
    }

    private void flush(List<StoredRecord> records, List<Long> committed)
            throws InterruptedException {
        sender.publish(records);
        long now = clock.millis();
        for (Long at : committed) {
            tracker.delayed(Math.max(0, now - at));
        }
        records.clear();
        committed.clear();
    }

    private void publishReferences(String requestedBy) throws InterruptedException {
        caughtUp = caughtUp || requestedBy.equals(nonce);
        if (caughtUp) {
            references.publish(sender);
        }
    }

    private static StoredRecord read(Struct row) {
        return StoredRecord.of(
                row.getInt64("id"),
                row.getString("topic"),
                row.getString("key"),
                row.getString("headers"),
                row.getBytes("value"));
    }
}
