package dev.carillon.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock in UTC that stands still until it is moved. Safe for use by several threads. (After db-scheduler's.)
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

    /// Moves it on by `step` and returns what it shows then.
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

    /// The same instant in another zone, fixed as of now.
    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
