package dev.carillon.platform.kafka;

import dev.carillon.events.OutgoingRecord;
import java.util.List;

/// The broker permanently rejected records: they are too large or not valid for the topic. Sending them again will not
/// help.
public final class RecordRefusedException extends RuntimeException {
    private final List<OutgoingRecord> records;

    /// @param records at least one
    public RecordRefusedException(List<OutgoingRecord> records, Throwable cause) {
        super("the broker rejected " + records.getFirst() + ": " + cause.getMessage(), cause);
        this.records = List.copyOf(records);
    }

    /// The first refused record.
    public OutgoingRecord record() {
        return records.getFirst();
    }

    /// All refused records, in the order in which they were to be sent.
    public List<OutgoingRecord> records() {
        return records;
    }
}
