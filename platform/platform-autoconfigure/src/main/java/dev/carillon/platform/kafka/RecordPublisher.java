package dev.carillon.platform.kafka;

import dev.carillon.events.OutgoingRecord;
import java.util.List;

/// Publishes records to our topics and waits for the broker. Thread-safe.
public interface RecordPublisher {
    /// Sends all records and returns when all are acknowledged, in order for each key. Infrastructure failures are
    /// retried forever. Interrupting the thread ends the wait.
    ///
    /// @throws RecordRefusedException when the broker permanently rejects records; the others are acknowledged
    /// @throws PublishInterruptedException when the thread was interrupted; some records may have been sent
    void publish(List<OutgoingRecord> records);

    /// Sends one record.
    default void publish(OutgoingRecord record) {
        publish(List.of(record));
    }
}
