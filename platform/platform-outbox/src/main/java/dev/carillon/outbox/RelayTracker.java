package dev.carillon.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects the state of a relay's threads, from which [RelayStatus] is read. Thread-safe.
final class RelayTracker {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    private record Now(RelayState state, Instant since, @Nullable String problem) {}

    private record SlotSeen(@Nullable Long lag, @Nullable String walStatus) {}

    private final Clock clock;
    private volatile Now now;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong delayMillis = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private final AtomicLong republished = new AtomicLong();
    private final AtomicLong references = new AtomicLong();
    private final AtomicLong takeovers = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean leader;
    private volatile SlotSeen slot = new SlotSeen(null, null);
    private volatile @Nullable String mark;
    private volatile @Nullable Integer daysReady;
    private volatile @Nullable Instant lastAcknowledged;

    RelayTracker(Clock clock) {
        this.clock = clock;
        this.now = new Now(RelayState.STOPPED, clock.instant(), null);
    }

    synchronized void state(RelayState state) {
        if (now.state != state) {
            LOG.info("The outbox relay is now {} (was {})", state, now.state);
            now = new Now(state, clock.instant(), null);
        }
    }

    synchronized void failing(String what, Throwable cause) {
        failures.incrementAndGet();
        String problem = what + ": " + describe(cause);
        boolean failedBefore = now.state == RelayState.FAILING;
        if (failedBefore && problem.equals(now.problem)) {
            LOG.debug("The outbox relay still fails", cause);
        } else {
            LOG.warn("The outbox relay failed and will retry: {}", problem, cause);
        }
        now = new Now(RelayState.FAILING, failedBefore ? now.since : clock.instant(), problem);
    }

    void leader(boolean leads) {
        if (leads && !leader) {
            takeovers.incrementAndGet();
        }
        leader = leads;
        if (!leads) {
            slot = new SlotSeen(null, null);
        }
    }

    void slot(@Nullable Long lag, @Nullable String walStatus) {
        slot = new SlotSeen(lag, walStatus);
    }

    void mark(String newest) {
        mark = newest;
    }

    void daysReady(int days) {
        daysReady = days;
    }

    void acknowledged(int records) {
        published.addAndGet(records);
        lastAcknowledged = clock.instant();
    }

    void delayed(long millis) {
        delayMillis.addAndGet(millis);
    }

    void deadLetter() {
        deadLetters.incrementAndGet();
    }

    void republished(int records) {
        republished.addAndGet(records);
    }

    void references(int records) {
        references.addAndGet(records);
    }

    RelayStatus status() {
        Now seenNow = now;
        SlotSeen seen = slot;
        return new RelayStatus(
                seenNow.state,
                seenNow.since,
                seenNow.problem,
                leader,
                seen.lag,
                seen.walStatus,
                mark,
                daysReady,
                lastAcknowledged,
                published.get(),
                Duration.ofMillis(delayMillis.get()),
                deadLetters.get(),
                republished.get(),
                references.get(),
                takeovers.get(),
                failures.get());
    }

    /// The outermost message says what was tried, the innermost one why it failed.
    private static String describe(Throwable cause) {
        Throwable root = cause;
        for (Throwable next = cause; next != null; next = next.getCause()) {
            root = next;
        }
        String top = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        String bottom = root.getClass().getSimpleName() + ": " + root.getMessage();
        return top.equals(bottom) ? top : top + " (" + bottom + ")";
    }
}
