package dev.carillon.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/// When each numbered item of a run arrived, and whether it arrived twice. The number is written into what is sent and
/// read from what arrives. Thread-safe.
final class Arrivals {
    static final long LONGEST = Duration.ofMinutes(5).toNanos();

    private static final Duration GRACE = Duration.ofSeconds(60);

    private final String mark;
    private final AtomicLongArray at;
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger twice = new AtomicInteger();

    /// @param run distinguishes this run's numbers from those of other runs
    Arrivals(int run, int count) {
        this.mark = "bench-" + run + "-";
        this.at = new AtomicLongArray(count);
    }

    /// The text for a number in what is sent.
    String mark(int number) {
        return mark + number;
    }

    /// Reads a message of a socket; only notifications of this run count.
    void take(String message, long now) {
        if (message.contains("\"notification\":{")) {
            came(number(message), now);
        }
    }

    /// Records the arrival of a number; numbers below 0 are ignored.
    void came(int number, long now) {
        if (number < 0) {
            return;
        }
        if (at.compareAndSet(number, 0, now)) {
            arrived.incrementAndGet();
        } else {
            twice.incrementAndGet();
        }
    }

    /// The number in a text; -1 when it contains none of this run.
    int number(String text) {
        int begin = text.indexOf(mark);
        if (begin < 0) {
            return -1;
        }
        int number = 0;
        for (int i = begin + mark.length();
                i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
                i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number < at.length() ? number : -1;
    }

    /// The time of the arrival (`System.nanoTime()`); 0 when it has not arrived.
    long at(int number) {
        return at.get(number);
    }

    int arrived() {
        return arrived.get();
    }

    /// Waits for all missing numbers, until nothing has arrived for one minute.
    void awaitAll() {
        awaitFirst(at.length());
    }

    /// Waits for the first `count` numbers, when no more were sent.
    void awaitFirst(int count) {
        int seen = -1;
        long end = 0;
        while (arrived.get() < count) {
            int now = arrived.get();
            if (now > seen) {
                seen = now;
                end = System.nanoTime() + GRACE.toNanos();
            } else if (System.nanoTime() > end) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// The times from due to arrival.
    ///
    /// @param from the first number that counts; earlier ones are warm-up
    Histogram since(OpenLoop loop, int from) {
        Histogram whole = new Histogram(LONGEST, 3);
        for (int number = from; number < at.length(); number++) {
            long came = at.get(number);
            if (came != 0) {
                record(whole, came - loop.due(number));
            }
        }
        return whole;
    }

    /// The times of all arrivals, earliest first.
    long[] inOrder() {
        return LongStream.range(0, at.length())
                .map(number -> at.get((int) number))
                .filter(came -> came != 0)
                .sorted()
                .toArray();
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    /// Reports what is missing and what arrived twice.
    ///
    /// @param sent how many were sent
    void check(String what, int sent, Section section) {
        if (arrived.get() < sent) {
            section.fault("%s: %,d of %,d are missing".formatted(what, sent - arrived.get(), sent));
        }
        if (twice.get() > 0) {
            section.fault("%s: %,d arrived twice".formatted(what, twice.get()));
        }
    }
}
