package dev.carillon.gateway.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A hashed wheel of timers: setting and moving one costs the same however many there are. Slots hold lists linked through the
/// timers themselves, so a timer needs no memory besides its own fields. For one thread. (After Varghese and Lauck.)
///
/// @param <T> what is timed
final class TimerWheel<T extends TimerWheel.Timer> {
    /// Never due.
    static final long NEVER = Long.MAX_VALUE;

    private final long tickMillis;
    private final List<Timer> slots;
    private long tick;

    /// What can stand in a wheel, in one place at a time.
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

    /// Sets or moves a timer; it is due at the first tick that is not before `atMillis`.
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

    /// Takes a timer out.
    void cancel(T timer) {
        unlink(timer);
    }

    /// Moves on to now, hands every timer that became due out once, and forgets it; it may be set again from there.
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // only T gets in; links are identities
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
