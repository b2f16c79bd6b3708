package dev.carillon.platform.web;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The threads on which a server reads and answers requests: a virtual one for each that was begun, while there are places; what
/// is more goes to a few platform threads kept in reserve. Virtual threads are run in the order in which they became ready, so without
/// a bound those at work would stand behind all that just came at every answer of the database, and nothing would end;
/// the reserve gets its turns from the operating system, and refuses while they are at work.
///
/// While services have no room, what just came is bounded once more, until the door knows what it calls: otherwise callers who repeat
/// at once what is refused keep hundreds of refusals in line before those at work, so that little ends, so that all the more is refused.
///
/// A connection has one task at most, so what waits for the reserve is bounded by the connections that a server takes.
final class RequestThreads implements Executor {
    /// How many threads are in the reserve.
    static final int RESERVE = 8;

    /// How many may stand in line at once, their route not known yet, while services have no room.
    static final int NEWCOMERS = 16;

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final ThreadLocal<@Nullable Begun> CURRENT = new ThreadLocal<>();

    private final Places places;
    private final Places newcomers = new Places(NEWCOMERS, 0);
    private final BooleanSupplier crowded;
    private final ThreadFactory virtual = Thread.ofVirtual().name("request-", 0).factory();
    private final ThreadPoolExecutor reserve =
            new ThreadPoolExecutor(
                    RESERVE,
                    RESERVE,
                    IDLE.toMillis(),
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    ReserveThread::new);

    /// @param crowded whether services have no room just now
    RequestThreads(Places places, BooleanSupplier crowded) {
        this.places = places;
        this.crowded = crowded;
        reserve.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable requests) {
        Begun begun = new Begun();
        if (!begun.begin()) {
            reserve.execute(() -> run(requests, begun));
            return;
        }
        boolean started = false;
        try {
            virtual.newThread(() -> run(requests, begun)).start();
            started = true;
        } finally {
            if (!started) {
                begun.end();
            }
        }
    }

    private static void run(Runnable requests, Begun begun) {
        CURRENT.set(begun);
        try {
            requests.run();
        } finally {
            begun.end();
        }
    }

    /// Whether the current thread is of the reserve.
    static boolean isReserve() {
        return Thread.currentThread() instanceof ReserveThread;
    }

    /// Whether the request that the current thread reads may begin. On a connection several may come one after the other, each with
    /// a place of its own; and in reserve, where the first found none, there may be one by now.
    static boolean begin() {
        Begun begun = CURRENT.get();
        return begun == null ? !isReserve() : begun.begin();
    }

    /// The current request is one that may go on: it no longer counts among those that just came.
    static void admitted() {
        Begun begun = CURRENT.get();
        if (begun != null) {
            begun.admitted();
        }
    }

    /// The request is answered. What the server does after that, such as reading the rest of a body that nobody wants, takes no
    /// place.
    static void end() {
        Begun begun = CURRENT.get();
        if (begun != null) {
            begun.end();
        }
    }

    /// The places of a thread's current request. Of one thread.
    private final class Begun {
        private boolean held;
        private boolean isNew;

        boolean begin() {
            if (held) {
                return true;
            }
            isNew = crowded.getAsBoolean();
            if (isNew && !newcomers.takeNow(1)) {
                isNew = false;
                return false;
            }
            held = places.takeNow(1);
            if (!held) {
                admitted();
            }
            return held;
        }

        void admitted() {
            if (isNew) {
                isNew = false;
                newcomers.give(1);
            }
        }

        void end() {
            admitted();
            if (held) {
                held = false;
                places.give(1);
            }
        }
    }

    private static final class ReserveThread extends Thread {
        ReserveThread(Runnable task) {
            super(task, "request-reserve");
            setDaemon(true);
        }
    }
}
