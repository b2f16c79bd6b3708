package dev.carillon.platform.web;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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

    private final Places begun;
    private final ThreadFactory virtual = Thread.ofVirtual().name("request-", 0).factory();
    private final ThreadPoolExecutor reserve =
            new ThreadPoolExecutor(
                    RESERVE,
                    RESERVE,
                    IDLE.toMillis(),
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    ReserveThread::new);

    RequestThreads(Places begun) {
        this.begun = begun;
        reserve.allowCoreThreadTimeOut(true);
    }

    /// Whether the current thread is of the reserve: what it reads is more than may be begun.
    static boolean isReserve() {
        return Thread.currentThread() instanceof ReserveThread;
    }

    @Override
    public void execute(Runnable request) {
        if (!begun.takeNow(1)) {
            reserve.execute(request);
            return;
        }
        virtual.newThread(
                        () -> {
                            try {
                                request.run();
                            } finally {
                                begun.give(1);
                            }
                        })
                .start();
    }

    private static final class ReserveThread extends Thread {
        ReserveThread(Runnable task) {
            super(task, "request-reserve");
            setDaemon(true);
        }
    }
}
