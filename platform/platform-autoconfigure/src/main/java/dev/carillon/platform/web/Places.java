package dev.carillon.platform.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A bulkhead: a fixed number of permits, and a bounded queue of requests that wait for one, first in, first out.
/// Thread-safe.
final class Places {
    private final int all;
    private final int mayWait;
    private final Semaphore free;
    private final AtomicInteger waiting = new AtomicInteger();

    Places(int all, int mayWait) {
        this.all = all;
        this.mayWait = mayWait;
        this.free = new Semaphore(all, true);
    }

    /// Takes permits; returns false when none becomes free in time, or the queue is full.
    boolean take(int wanted, Duration patience) throws InterruptedException {
        // the variant without a timeout would overtake the queue
        if (free.tryAcquire(wanted, 0, TimeUnit.NANOSECONDS)) {
            return true;
        }
        try {
            return waiting.incrementAndGet() <= mayWait
                    && free.tryAcquire(wanted, patience.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /// Takes permits without waiting. Only for a bulkhead without a queue.
    boolean takeNow(int wanted) {
        return free.tryAcquire(wanted);
    }

    /// Whether neither a permit nor a place in the queue is free at the moment.
    boolean isFull() {
        return waiting.get() >= mayWait && free.availablePermits() == 0;
    }

    void give(int taken) {
        free.release(taken);
    }

    int taken() {
        return all - free.availablePermits();
    }

    int waiting() {
        return waiting.get();
    }
}
