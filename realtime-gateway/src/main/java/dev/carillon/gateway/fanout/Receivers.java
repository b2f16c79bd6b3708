package dev.carillon.gateway.fanout;

import dev.carillon.events.RecipientKey;

/// The connections, as the fan-out sees them.
public interface Receivers {
    /// Whether the recipient has a connection on this replica. A connection that registers later finds the change in
    /// the window.
    boolean isConnected(RecipientKey recipient);

    /// The number of event loops that handle each batch.
    int loops();

    /// Passes the batch to every loop, as one task each.
    void deliver(Batch batch);

    /// Tells every client to call the changes endpoint, spread over some seconds.
    void resyncAll();
}
