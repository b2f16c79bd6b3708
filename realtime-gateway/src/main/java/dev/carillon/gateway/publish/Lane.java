package dev.carillon.gateway.publish;

import dev.carillon.events.OutgoingRecord;

/// A bounded way to the broker. Safe from any thread; never blocks.
public interface Lane {
    /// Takes the record, or refuses because as many as allowed are on their way already.
    boolean offer(OutgoingRecord outgoing);
}
