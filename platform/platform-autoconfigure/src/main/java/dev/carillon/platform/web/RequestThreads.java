package dev.carillon.platform.web;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The threads on which a server reads and answers requests: a virtual one for each that was begun, while there are places; what
/// is more goes to a few platform threads kept in reserve. Virtual threads are run in the order in which they became ready, so without
/// a bound those at work would stand behind all that just came at every answer of the database, and nothing would end;
/// the reserve gets its turns from the operating system, and refuses while they are at work.
///
/// A connection has one task at most, so what waits for the reserve is bounded by the connections that a server takes.
final class RequestThreads implements Executor {
    /// How many threads are in the reserve.
    static final int RESERVE = 8;

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final ThreadLocal<@Nullable Begun> CURRENT = new ThreadLocal<>();

    private final Places places;
    private final ThreadFactory virtual = Thread.ofVirtual().name("request-", 0).factory();
    private final ThreadPoolExecutor reserve =
            new ThreadPoolExecutor(
                    RESERVE,
                    RESERVE,
                    IDLE.toMillis(),
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    ReserveThread::new);

    RequestThreads(Places places) {
        this.places = places;
        reserve.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable requests) {
        Begun begun = new Begun(places);
        if (!begun.begin()) {
            reserve.execute(requests);
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
    /// a place of its own.
    static boolean begin() {
        Begun begun = CURRENT.get();
        return begun == null ? !isReserve() : begun.begin();
    }

    /// The request is answered. What the server does after that, such as reading the rest of a body that nobody wants, takes no
    /// place.
    static void end() {
        Begun begun = CURRENT.get();
        if (begun != null) {
            begun.end();
        }
    }

    /// The place of a thread's current request. Of one thread.
    private static final class Begun {
        private final Places places;
        private boolean held;

        Begun(Places places) {
            this.places = places;
        }

        boolean begin() {
            held = held || places.takeNow(1);
            return held;
        }

        void end() {
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
