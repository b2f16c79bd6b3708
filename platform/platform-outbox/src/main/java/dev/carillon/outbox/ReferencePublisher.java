package dev.carillon.outbox;

import java.util.ArrayList;
import java.util.List;

/// Publishes the current reference rows through a sender, in chunks.
final class ReferencePublisher {
    private static final int CHUNK = 500;

    private final CurrentReferences references;
    private final RelayTracker tracker;

    ReferencePublisher(CurrentReferences references, RelayTracker tracker) {
        this.references = references;
        this.tracker = tracker;
    }

    void publish(RecordSender sender) throws InterruptedException {
        List<StoredRecord> chunk = new ArrayList<>(CHUNK);
        references.forEach(record -> {
            chunk.add(StoredRecord.of(record));
            if (chunk.size() == CHUNK) {
                flush(chunk, sender);
            }
        });
        flush(chunk, sender);
    }

    private void flush(List<StoredRecord> chunk, RecordSender sender) {
        try {
            sender.publish(List.copyOf(chunk));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RelayStoppedException("Interrupted while publishing reference rows");
        }
        tracker.references(chunk.size());
        chunk.clear();
    }
}
