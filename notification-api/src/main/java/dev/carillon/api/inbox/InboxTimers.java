package dev.carillon.api.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Creates the partitions before the listeners start, expires rows when they are due, and runs partition maintenance
/// and retention once a day. A run that fails is logged and repeated.
@Component
final class InboxTimers implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(InboxTimers.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    // starts before the Kafka listeners and stops after them
    private static final int PHASE = 0;

    private final InboxPartitions partitions;
    private final ExpireRows expire;
    private final RetainRows retain;
    private final InboxProperties properties;
    private final Clock clock;
    private @Nullable ScheduledExecutorService executor;

    InboxTimers(
            InboxPartitions partitions,
            ExpireRows expire,
            RetainRows retain,
            InboxProperties properties,
            Clock clock) {
        this.partitions = partitions;
        this.expire = expire;
        this.retain = retain;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        partitions.ensure();
        partitions.check();
        ScheduledThreadPoolExecutor started =
                new ScheduledThreadPoolExecutor(
                        2, Thread.ofPlatform().name("inbox-timer-", 0).daemon().factory());
        started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor = started;
        long interval = properties.retentionInterval().toMillis();
        ScheduledFuture<?> _ =
                started.scheduleWithFixedDelay(
                        this::care, Math.min(interval, 60_000), interval, TimeUnit.MILLISECONDS);
        started.execute(() -> expire(started));
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = executor;
        executor = null;
        if (running != null) {
            running.shutdown();
            try {
                if (!running.awaitTermination(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
                    running.shutdownNow();
                }
            } catch (InterruptedException interrupted) {
                running.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void expire(ScheduledThreadPoolExecutor timer) {
        Duration pause = properties.expiryInterval();
        try {
            Optional<Instant> next = expire.run();
            Duration untilNext =
                    next.map(instant -> Duration.between(clock.instant(), instant)).orElse(pause);
            if (untilNext.compareTo(pause) < 0) {
                // rows that are still due are locked by another replica: pause, do not spin
                pause = untilNext.isPositive() ? untilNext : pause.dividedBy(10);
            }
        } catch (DataAccessException | org.springframework.transaction.TransactionException away) {
            LOG.warn("Expiring rows failed and will be retried: {}", away.toString());
        } catch (RuntimeException fault) {
            LOG.error("Expiring rows failed and will be retried", fault);
        }
        if (!timer.isShutdown()) {
            ScheduledFuture<?> _ =
                    timer.schedule(
                            () -> expire(timer),
                            Math.max(1, pause.toMillis()),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void care() {
        try {
            partitions.ensure();
            retain.run();
        } catch (RuntimeException fault) {
            LOG.error(
                    "Partition maintenance or retention of the inbox failed; the next run tries again",
                    fault);
        }
        partitions.check();
    }
}
