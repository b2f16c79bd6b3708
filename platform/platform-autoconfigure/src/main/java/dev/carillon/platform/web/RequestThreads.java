package dev.carillon.platform.web;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The threads on which a server reads and answers requests. Each request gets a virtual thread, up to a limit; excess
/// requests go to a small pool of platform threads, the reserve.
///
/// The limit is needed because virtual threads run first in, first out: without it, new arrivals starve the running
/// requests each time these wait for the database, and nothing finishes. The operating system schedules the reserve
/// threads separately, so they can refuse requests while the virtual threads are busy.
///
/// While services have no free permit, new arrivals are limited once more, until [RequestDoor] knows their route.
/// Otherwise callers that repeat refused requests at once keep hundreds of refusals in the run queue ahead of the
/// running requests; then few requests finish, and even more are refused.
///
/// A connection has at most one task, so the reserve's queue is bounded by the server's limit of connections.
final class RequestThreads implements Executor {
    /// The number of reserve threads.
    static final int RESERVE = 8;

    /// The maximum number of requests whose route is still unknown, while services have no free permit.
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

    /// @param crowded whether services currently have no free permit
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

    /// Whether the current thread is a reserve thread.
    static boolean isReserve() {
        return Thread.currentThread() instanceof ReserveThread;
    }

    /// Whether the current thread's next request may begin. A connection can carry several requests, one after the
    /// other, and each needs its own permit. On a reserve thread, whose first request found no permit, one may be free
    /// by now.
    static boolean begin() {
        Begun begun = CURRENT.get();
        return begun == null ? !isReserve() : begun.begin();
    }

    /// The current request's route is known and accepted: it no longer counts as a new arrival.
    static void admitted() {
        Begun begun = CURRENT.get();
        if (begun != null) {
            begun.admitted();
        }
    }

    /// The request is answered. What the server does afterwards, such as reading the rest of an unused body, needs no
    /// permit.
    static void end() {
        Begun begun = CURRENT.get();
        if (begun != null) {
            begun.end();
        }
    }

    /// The permits of one thread's current request. Used by that thread only.
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
