package dev.carillon.api.inbox;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The last answer of somebody who is asked at most once a second, and after a failure ever more seldom, up to every 30 s: who
/// is away must not hold up every caller anew. One caller asks; the others wait for it, or, while the last question failed, take
/// what is known. Thread-safe.
final class RecentAnswer<T> {
    private static final long FRESH = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofSeconds(30).toNanos();

    private final Supplier<Optional<T>> source;
    private final LongSupplier nanoTime;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile State<T> state;

    /// @param nothing what is known before the first answer
    /// @param source empty when there is no answer
    RecentAnswer(T nothing, Supplier<Optional<T>> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.state = new State<>(nothing, nanoTime.getAsLong(), 0, false);
    }

    /// @param at when the answer was there, not when it was asked for: asking may take longer than an answer is fresh
    /// @param holds for so many nanoseconds nobody asks again
    private record State<T>(T answer, long at, long holds, boolean failed) {}

    T get() {
        if (isOver(state)) {
            refresh();
        }
        return state.answer();
    }

    private void refresh() {
        if (state.failed()) {
            if (!asking.tryLock()) {
                return;
            }
        } else {
            asking.lock();
        }
        try {
            State<T> before = state;
            if (isOver(before)) {
                Optional<T> answer = source.get();
                long holds =
                        answer.isPresent()
                                ? FRESH
                                : Math.clamp(
                                        before.failed() ? 2 * before.holds() : FRESH,
                                        FRESH,
                                        LONGEST);
                state =
                        new State<>(
                                answer.orElse(before.answer()),
                                nanoTime.getAsLong(),
                                holds,
                                answer.isEmpty());
            }
        } finally {
            asking.unlock();
        }
    }

    private boolean isOver(State<T> known) {
        return nanoTime.getAsLong() - known.at() >= known.holds();
    }
}
