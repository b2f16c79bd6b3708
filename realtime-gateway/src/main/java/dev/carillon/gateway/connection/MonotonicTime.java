package dev.carillon.gateway.connection;

import java.util.concurrent.TimeUnit;

/// Milliseconds that only ever grow, for heartbeats and patience: a wall clock that is set must not close connections.
@FunctionalInterface
public interface MonotonicTime {
    long millis();

    /// The machine's.
    static MonotonicTime ofSystem() {
        long start = System.nanoTime();
        return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
