package dev.carillon.outbox;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A signal that is given once and seen by every thread that pauses on it or asks for it.
final class StopSignal {
    private final CountDownLatch latch = new CountDownLatch(1);

    void give() {
        latch.countDown();
    }

    boolean isGiven() {
        return latch.getCount() == 0;
    }

    /// Pauses; returns early when the signal is given.
    ///
    /// @return whether the signal was given
    boolean pause(Duration duration) throws InterruptedException {
        return latch.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }
}
