package dev.carillon.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock in UTC that shows the same instant until a test moves it. Thread-safe. (After db-scheduler's.)
public final class SettableClock extends Clock {
    private volatile Instant now;

    private SettableClock(Instant start) {
        this.now = start;
    }

    /// A clock that shows `instant`.
    public static SettableClock at(Instant instant) {
        return new SettableClock(instant);
    }

    /// A clock that shows `instant`, such as `2026-03-01T09:00:00Z`.
    public static SettableClock at(String instant) {
        return new SettableClock(Instant.parse(instant));
    }

    /// Moves it to `instant`, forward or back.
    public synchronized void set(Instant instant) {
        now = instant;
    }

    /// Advances it by `step` and returns the new instant.
    public synchronized Instant advance(Duration step) {
        now = now.plus(step);
        return now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /// A clock with the same instant in another zone; later moves do not affect it.
    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
