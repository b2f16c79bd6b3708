package dev.carillon.gateway.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A hashed timer wheel (Varghese and Lauck): setting or moving a timer takes constant time, however many there are.
/// Each slot is a linked list of the timers themselves, so a timer needs no memory beyond its own fields. Not
/// thread-safe.
///
/// @param <T> the type of the timers
final class TimerWheel<T extends TimerWheel.Timer> {
    /// Never due.
    static final long NEVER = Long.MAX_VALUE;

    private final long tickMillis;
    private final List<Timer> slots;
    private long tick;

    /// An entry of one wheel; it is in at most one slot at a time.
    abstract static class Timer {
        private @Nullable Timer next;
        private @Nullable Timer previous;
        private long dueAt = NEVER;

        /// When it is due, or [TimerWheel#NEVER].
        final long dueAt() {
            return dueAt;
        }
    }

    private static final class Head extends Timer {}

    TimerWheel(long tickMillis, int slotCount, long nowMillis) {
        this.tickMillis = tickMillis;
        this.tick = nowMillis / tickMillis;
        this.slots = new ArrayList<>(slotCount);
        for (int i = 0; i < slotCount; i++) {
            Head head = new Head();
            ((Timer) head).next = head;
            ((Timer) head).previous = head;
            slots.add(head);
        }
    }

    /// Sets or moves a timer. It is due at the first tick that is not before `atMillis`.
    void schedule(T timer, long atMillis) {
        Timer entry = timer;
        if (entry.dueAt == atMillis) {
            return;
        }
        unlink(entry);
        if (atMillis == NEVER) {
            return;
        }
        long dueTick = Math.max(tick + 1, Math.ceilDiv(atMillis, tickMillis));
        Timer head = slots.get((int) (dueTick % slots.size()));
        Timer last = previousOf(head);
        last.next = entry;
        entry.previous = last;
        entry.next = head;
        head.previous = entry;
        entry.dueAt = atMillis;
    }

    /// Removes a timer.
    void cancel(T timer) {
        unlink(timer);
    }

    /// Advances to now. Every due timer is removed and passed to the consumer once; the consumer may set it again.
    @SuppressWarnings({
        "unchecked",
        "ReferenceEquality"
    }) // only T gets in; links are compared by identity
    void advance(long nowMillis, Consumer<T> due) {
        long target = nowMillis / tickMillis;
        if (target <= tick) {
            return;
        }
        List<T> expired = new ArrayList<>();
        long steps = Math.min(target - tick, slots.size());
        for (long step = target - steps + 1; step <= target; step++) {
            Timer head = slots.get((int) (step % slots.size()));
            Timer entry = nextOf(head);
            while (entry != head) {
                Timer following = nextOf(entry);
                if (entry.dueAt <= nowMillis) {
                    unlink(entry);
                    expired.add((T) entry);
                }
                entry = following;
            }
        }
        tick = target;
        expired.forEach(due);
    }

    private static void unlink(Timer entry) {
        Timer next = entry.next;
        Timer previous = entry.previous;
        if (next != null && previous != null) {
            previous.next = next;
            next.previous = previous;
        }
        entry.next = null;
        entry.previous = null;
        entry.dueAt = NEVER;
    }

    private static Timer nextOf(Timer entry) {
        Timer next = entry.next;
        return next == null ? entry : next;
    }

    private static Timer previousOf(Timer entry) {
        Timer previous = entry.previous;
        return previous == null ? entry : previous;
    }
}
