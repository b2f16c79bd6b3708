package dev.carillon.digest.run;

import dev.carillon.digest.DigestProperties;
import dev.carillon.digest.deferral.Items;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Calls [RunDue] in a loop: at once while there is work, otherwise once per poll interval. After a fault it logs and
/// waits. Claims are leases, so another worker takes over what a crashed worker held.
@Component
class Workers implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Workers.class);
    private static final int FORGET_BATCH = 10_000;
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final RunDue due;
    private final Items items;
    private final Runs runs;
    private final DigestProperties properties;
    private final Clock clock;
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong forgottenAt = new AtomicLong();

    Workers(RunDue due, Items items, Runs runs, DigestProperties properties, Clock clock) {
        this.due = due;
        this.items = items;
        this.runs = runs;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        stop = new CountDownLatch(1);
        for (int i = 0; i < properties.workers(); i++) {
            threads.add(Thread.ofVirtual().name("digest-worker-" + i).start(this::work));
        }
    }

    /// Waits until each worker has finished its current batch.
    @Override
    public synchronized void stop() {
        stop.countDown();
        for (Thread thread : threads) {
            try {
                if (!thread.join(Duration.ofSeconds(20))) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        threads.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }

    private void work() {
        CountDownLatch stopping = stop;
        boolean stopped = false;
        while (!stopped) {
            boolean more = false;
            try {
                more = due.once();
                forget();
            } catch (RuntimeException e) {
                log.warn("a round of due digests failed and will be repeated", e);
            }
            stopped = more ? stopping.getCount() == 0 : await(stopping);
        }
    }

    private boolean await(CountDownLatch stopping) {
        try {
            return stopping.await(properties.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void forget() {
        Instant now = clock.instant();
        long last = forgottenAt.get();
        if (now.toEpochMilli() - last < FORGET_EVERY.toMillis()
                || !forgottenAt.compareAndSet(last, now.toEpochMilli())) {
            return;
        }
        Instant before = now.minus(properties.memory());
        items.forgetSettledBefore(before, FORGET_BATCH);
        runs.forgetSentBefore(before, FORGET_BATCH);
    }
}
