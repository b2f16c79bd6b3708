package dev.carillon.gateway.publish;

import dev.carillon.events.OutgoingRecord;
import java.util.function.Supplier;

/// A bounded queue to the broker. Thread-safe; never blocks.
public interface Lane {
    /// Accepts a record, or refuses it because the limit of records in flight is reached.
    ///
    /// @param outgoing creates the record on the sending thread, because event loops must not encode
    /// @param failed called when the record was probably not stored by the broker; must not block
    boolean offer(Supplier<OutgoingRecord> outgoing, Runnable failed);
}
