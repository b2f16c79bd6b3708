package dev.carillon.gateway.publish;

import dev.carillon.events.OutgoingRecord;
import java.util.function.Supplier;

/// A bounded way to the broker. Safe from any thread; never blocks.
public interface Lane {
    /// Takes a record, or refuses because as many as allowed are on their way already.
    ///
    /// @param outgoing makes the record, on the sending thread: encoding is not for event loops
    /// @param failed told when the broker did not take it, for all that is known; must not block
    boolean offer(Supplier<OutgoingRecord> outgoing, Runnable failed);
}
