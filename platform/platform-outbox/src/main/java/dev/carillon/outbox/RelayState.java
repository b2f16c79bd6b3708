package dev.carillon.outbox;

/// The state of a relay.
public enum RelayState {
    /// Not started, or closed.
    STOPPED,
    /// Another replica is the leader; this one waits for the lock.
    STANDBY,
    /// The relay has the lock and prepares slot and stream, or publishes rows again after a lost slot.
    STARTING,
    /// The relay streams.
    RUNNING,
    /// Something is unavailable or wrong; it is retried forever, with back-off. Nothing is lost meanwhile.
    FAILING
}
