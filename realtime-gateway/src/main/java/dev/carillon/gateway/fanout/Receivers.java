package dev.carillon.gateway.fanout;

import dev.carillon.events.RecipientKey;

/// The connected side of the fan-out.
public interface Receivers {
    /// Whether any connection of the recipient is here. A connection that registers later finds the change in the window.
    boolean isConnected(RecipientKey recipient);

    /// How many event loops take each batch.
    int loops();

    /// Hands the batch to every loop, as one task each.
    void deliver(Batch batch);

    /// Tells every client to ask the database, spread over some seconds.
    void resyncAll();
}
