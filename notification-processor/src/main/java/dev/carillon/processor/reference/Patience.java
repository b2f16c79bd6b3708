package dev.carillon.processor.reference;

import java.time.Duration;

/// The deadline for waiting for reference data. A batch has one deadline, shared by all its portions.
public final class Patience {
    /// No waiting.
    public static final Patience NONE = new Patience(Duration.ZERO);

    private final long start = System.nanoTime();
    private final long nanos;

    public Patience(Duration patience) {
        this.nanos = patience.toNanos();
    }

    /// True when the deadline has passed or the thread was interrupted.
    public boolean isOver() {
        return System.nanoTime() - start >= nanos || Thread.currentThread().isInterrupted();
    }
}
