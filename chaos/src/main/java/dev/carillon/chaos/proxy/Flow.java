package dev.carillon.chaos.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The disturbance that a direction applies to all its traffic.
final class Flow {
    private record Weather(boolean swallows, long latencyNanos, int bytesPerSecond) {}

    private static final Weather FINE = new Weather(false, 0, Integer.MAX_VALUE);

    private volatile Weather weather = FINE;

    void slow(Duration latency, int bytesPerSecond) {
        weather = new Weather(false, latency.toNanos(), bytesPerSecond);
    }

    void swallow() {
        weather = new Weather(true, 0, Integer.MAX_VALUE);
    }

    void heal() {
        weather = FINE;
    }

    boolean swallows() {
        return weather.swallows();
    }

    /// Waits as long as the disturbance delays this number of bytes. A healing takes effect with the next message.
    void await(int bytes) {
        Weather now = weather;
        if (now.equals(FINE)) {
            return;
        }
        long nanos =
                now.latencyNanos() + TimeUnit.SECONDS.toNanos(1) * bytes / now.bytesPerSecond();
        LockSupport.parkNanos(nanos);
    }
}
