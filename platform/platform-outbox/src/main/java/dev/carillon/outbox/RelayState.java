package dev.carillon.outbox;

/// What a relay is doing.
public enum RelayState {
    /// Not started, or closed.
    STOPPED,
    /// Another replica leads; this one waits for the lock.
    STANDBY,
    /// Has the lock, prepares slot and stream, or publishes what a lost slot left behind.
    STARTING,
    /// Streams.
    RUNNING,
    /// Something is away or wrong; tried again with back-off, without end. Nothing is lost meanwhile.
    FAILING
}
