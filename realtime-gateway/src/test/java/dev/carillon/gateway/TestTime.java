package dev.carillon.gateway;

import dev.carillon.gateway.connection.MonotonicTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The system's time plus an offset that the test sets.
final class TestTime implements MonotonicTime {
    private final MonotonicTime system = MonotonicTime.ofSystem();
    private final AtomicLong added = new AtomicLong();

    @Override
    public long millis() {
        return system.millis() + added.get();
    }

    void pass(Duration duration) {
        added.addAndGet(duration.toMillis());
    }
}
