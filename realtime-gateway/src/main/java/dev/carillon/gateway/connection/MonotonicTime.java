package dev.carillon.gateway.connection;

import java.util.concurrent.TimeUnit;

/// Milliseconds that never go back, for heartbeats and deadlines: a change of the wall clock must not close
/// connections.
@FunctionalInterface
public interface MonotonicTime {
    long millis();

    /// The system's monotonic clock.
    static MonotonicTime ofSystem() {
        long start = System.nanoTime();
        return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
