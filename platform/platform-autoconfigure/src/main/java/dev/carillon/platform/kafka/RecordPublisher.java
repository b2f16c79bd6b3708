package dev.carillon.platform.kafka;

import dev.carillon.events.OutgoingRecord;
import java.util.List;

/// Sends records to our topics and waits for the broker. Thread-safe.
public interface RecordPublisher {
    /// Sends all and returns when all are acknowledged, in order for each key. A fault of the infrastructure is retried without
    /// end. Interrupting the thread ends the wait.
    ///
    /// @throws RecordRefusedException when the broker refuses records for good; the others are acknowledged
    /// @throws PublishInterruptedException when the thread was interrupted; some records may have been sent
    void publish(List<OutgoingRecord> records);

    /// Sends one.
    default void publish(OutgoingRecord record) {
        publish(List.of(record));
    }
}
