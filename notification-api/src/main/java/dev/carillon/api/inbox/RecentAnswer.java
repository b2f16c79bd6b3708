package dev.carillon.api.inbox;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Caches the last answer of a remote system. It is asked at most once a second; after failures the pause grows up to
/// 30 s, so that an unavailable system does not delay every caller. One caller asks. The others wait for its answer, or
/// take the cached answer if the last attempt failed. Thread-safe.
final class RecentAnswer<T> {
    private static final long FRESH = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofSeconds(30).toNanos();

    private final Supplier<Optional<T>> source;
    private final LongSupplier nanoTime;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile State<T> state;

    /// @param nothing the answer before the first success
    /// @param source returns empty when there is no answer
    RecentAnswer(T nothing, Supplier<Optional<T>> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.state = new State<>(nothing, nanoTime.getAsLong(), 0, false);
    }

    /// @param at when the answer arrived, not when it was requested: the request may take longer than an answer stays
    ///     fresh
    /// @param holds nanoseconds before the next request
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
