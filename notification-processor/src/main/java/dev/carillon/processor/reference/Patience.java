package dev.carillon.processor.reference;

import java.time.Duration;

/// How long a batch may still wait for reference data: once for all of it, in however many parts it is decided.
public final class Patience {
    /// Waits for nothing.
    public static final Patience NONE = new Patience(Duration.ZERO);

    private final long start = System.nanoTime();
    private final long nanos;

    public Patience(Duration patience) {
        this.nanos = patience.toNanos();
    }

    /// Whether it ended, or the thread is to stop.
    public boolean isOver() {
        return System.nanoTime() - start >= nanos || Thread.currentThread().isInterrupted();
    }
}
