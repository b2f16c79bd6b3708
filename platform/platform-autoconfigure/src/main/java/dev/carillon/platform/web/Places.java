package dev.carillon.platform.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// So many places, and so many who may wait for one, in the order in which they came. Thread-safe.
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

    /// Takes places; false when there are none within the patience, or too many wait already.
    boolean take(int wanted, Duration patience) throws InterruptedException {
        // without a time it would pass those who wait
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

    /// Takes places where nobody ever waits for one.
    boolean takeNow(int wanted) {
        return free.tryAcquire(wanted);
    }

    /// Whether one more would find neither a place nor room to wait, as things are now.
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
