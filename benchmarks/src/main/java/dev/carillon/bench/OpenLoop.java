package dev.carillon.bench;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// Sends at a fixed rate, regardless of the answers (open loop): when the n-th item is due depends only on n.
final class OpenLoop {
    /// The shortest wait, in ns. On a virtual machine a wake-up costs as much as what is sent after it.
    private static final long SHORTEST = 1_000_000;

    private final long start;
    private final double nanosEach;
    private final Time time;

    /// The time source; tests replace it.
    interface Time {
        Time REAL =
                new Time() {
                    @Override
                    public long now() {
                        return System.nanoTime();
                    }

                    @Override
                    public void pass(long nanos) {
                        LockSupport.parkNanos(nanos);
                    }
                };

        /// In ns, like `System.nanoTime()`.
        long now();

        /// Waits; may return early.
        void pass(long nanos);
    }

    /// @param start `System.nanoTime()` of number 0
    OpenLoop(long start, int ratePerSecond) {
        this(start, ratePerSecond, Time.REAL);
    }

    OpenLoop(long start, int ratePerSecond, Time time) {
        this.start = start;
        this.nanosEach = 1e9 / ratePerSecond;
        this.time = time;
    }

    /// When a number is due, as `System.nanoTime()`.
    long due(int number) {
        return start + (long) (number * nanosEach);
    }

    /// Sends the numbers from 0 on. Each is sent when it is due or about a millisecond later; late ones
    /// are sent at once.
    void run(int count, IntConsumer send) {
        for (int number = 0; number < count; number++) {
            long wait;
            while ((wait = due(number) - time.now()) > 0) {
                time.pass(Math.max(wait, SHORTEST));
            }
            send.accept(number);
        }
    }
}
