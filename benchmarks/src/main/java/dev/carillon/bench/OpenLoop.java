package dev.carillon.bench;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// Sends at a fixed rate, whatever becomes of what was sent: the time at which the n-th is due depends on nothing but n.
final class OpenLoop {
    private final long start;
    private final double nanosEach;

    /// @param start `System.nanoTime()` of number 0
    OpenLoop(long start, int ratePerSecond) {
        this.start = start;
        this.nanosEach = 1e9 / ratePerSecond;
    }

    /// When a number is due, as `System.nanoTime()`.
    long due(int number) {
        return start + (long) (number * nanosEach);
    }

    /// Sends the numbers from 0 on, each when it is due, late ones at once.
    void run(int count, IntConsumer send) {
        for (int number = 0; number < count; number++) {
            long wait;
            while ((wait = due(number) - System.nanoTime()) > 0) {
                LockSupport.parkNanos(wait);
            }
            send.accept(number);
        }
    }
}
