package dev.carillon.chaos.proxy;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether an awaited event has happened; it happens once.
public final class Hit {
    private final AtomicBoolean done = new AtomicBoolean();

    public boolean isDone() {
        return done.get();
    }

    /// True only for the first caller.
    boolean happensNow() {
        return done.compareAndSet(false, true);
    }
}
