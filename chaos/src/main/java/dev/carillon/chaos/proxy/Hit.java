package dev.carillon.chaos.proxy;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether what was waited for has happened, once.
public final class Hit {
    private final AtomicBoolean done = new AtomicBoolean();

    public boolean isDone() {
        return done.get();
    }

    /// True for the first caller alone.
    boolean happensNow() {
        return done.compareAndSet(false, true);
    }
}
