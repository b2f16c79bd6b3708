package dev.carillon.email.delivery;

import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.ReferenceProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Runs the workers: one pool for critical emails, one for all others. A pool is woken when an email is admitted, and
/// polls the table every second. The leases of emails being processed are renewed.
@Component
class Lanes implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration RENEW = Duration.ofSeconds(3);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final String REFERENCE = "email-service.reference";

    private final Messages messages;
    private final Delivery delivery;
    private final ReferenceProgress reference;
    private final Clock clock;
    private final Lane critical;
    private final Lane rest;
    private final Set<Claim> underWay = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    Lanes(
            Messages messages,
            Delivery delivery,
            ReferenceProgress reference,
            DeliveryProperties properties,
            Clock clock) {
        this.messages = messages;
        this.delivery = delivery;
        this.reference = reference;
        this.clock = clock;
        this.critical = new Lane(true, properties.criticalWorkers());
        this.rest = new Lane(false, properties.workers());
    }

    private static final class Lane {
        private final boolean critical;
        private final int workers;
        private final Semaphore free;
        private final Semaphore wakeUps = new Semaphore(0);

        private Lane(boolean critical, int workers) {
            this.critical = critical;
            this.workers = workers;
            this.free = new Semaphore(workers);
        }
    }

    /// Wakes a pool, because a new email was admitted.
    void wake(boolean criticalLane) {
        (criticalLane ? critical : rest).wakeUps.release();
    }

    /// Processes a claim in the caller's thread.
    void work(Claim claim) {
        underWay.add(claim);
        try {
            delivery.step(claim);
        } finally {
            underWay.remove(claim);
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        threads.clear();
        threads.add(
                Thread.ofVirtual()
                        .name("mail-lane-critical")
                        .start(() -> claimWhileRunning(critical)));
        threads.add(Thread.ofVirtual().name("mail-lane").start(() -> claimWhileRunning(rest)));
        threads.add(Thread.ofVirtual().name("mail-leases").start(this::renew));
    }

    /// Claims nothing new and waits until the emails being processed have an outcome, at most 20 s.
    @Override
    public synchronized void stop() {
        running = false;
        critical.wakeUps.release();
        rest.wakeUps.release();
        try {
            long end = System.nanoTime() + STOP.toNanos();
            for (Lane lane : List.of(critical, rest)) {
                if (lane.free.tryAcquire(
                        lane.workers, Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    lane.free.release(lane.workers);
                }
            }
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void claimWhileRunning(Lane lane) {
        boolean ready = false;
        while (running) {
            try {
                ready = ready || referenceIsRead();
                int taken = ready ? take(lane) : 0;
                if (taken == 0 && lane.wakeUps.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    lane.wakeUps.drainPermits();
                }
            } catch (InterruptedException stopping) {
                return;
            } catch (RuntimeException fault) {
                log.warn(
                        "the email workers cannot claim emails and try again in one second: {}",
                        fault.toString());
                pause();
            }
        }
    }

    /// Sending starts once all known recipients and types were read.
    private boolean referenceIsRead() {
        return reference.caughtUp(REFERENCE, List.of(Topics.RECIPIENTS, Topics.NOTIFICATION_TYPES));
    }

    private int take(Lane lane) throws InterruptedException {
        lane.free.acquire();
        int slots = 1 + lane.free.drainPermits();
        int started = 0;
        try {
            for (Claim claim : messages.claimDue(lane.critical, clock.instant(), slots)) {
                underWay.add(claim);
                Thread.ofVirtual().name("mail-worker").start(() -> process(lane, claim));
                started++;
            }
            return started;
        } finally {
            lane.free.release(slots - started);
        }
    }

    private void process(Lane lane, Claim claim) {
        try {
            delivery.step(claim);
        } catch (RuntimeException fault) {
            log.warn(
                    "email {} could not be processed; it is claimed again when its lease ends: {}",
                    claim.message().id(),
                    fault.toString(),
                    fault);
        } finally {
            underWay.remove(claim);
            lane.free.release();
        }
    }

    private void renew() {
        while (running || !underWay.isEmpty()) {
            try {
                Thread.sleep(RENEW);
                if (!underWay.isEmpty()) {
                    messages.renew(underWay);
                }
            } catch (InterruptedException stopping) {
                return;
            } catch (RuntimeException fault) {
                log.warn("leases of emails could not be renewed: {}", fault.toString());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
