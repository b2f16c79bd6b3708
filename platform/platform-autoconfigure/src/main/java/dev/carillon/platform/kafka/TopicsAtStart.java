package dev.carillon.platform.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/// Waits for Kafka and prepares the service's topics: after the web servers started, so that health endpoints answer
/// meanwhile, and before the listeners start. It waits without limit and logs what it waits for.
final class TopicsAtStart implements SmartLifecycle, HealthIndicator {
    /// Web servers start earlier (the management port's at `Integer.MAX_VALUE - 1536`), listeners (`Integer.MAX_VALUE -
    /// 100`) later.
    static final int PHASE = Integer.MAX_VALUE - 512;

    private static final Logger log = LoggerFactory.getLogger(TopicsAtStart.class);
    private static final Duration RECHECK = Duration.ofSeconds(30);

    private final TopicPreparation preparation;
    private final ClusterAdmin admin;
    private final Set<String> topics;
    private volatile boolean running;
    private volatile @Nullable Thread starter;
    private volatile @Nullable String waitsFor = "the start";
    private volatile Map<String, String> unsafe = Map.of();
    private volatile long checkedAt;

    TopicsAtStart(TopicPreparation preparation, ClusterAdmin admin, Set<String> topics) {
        this.preparation = preparation;
        this.admin = admin;
        this.topics = new TreeSet<>(topics);
    }

    @Override
    public void start() {
        running = true;
        starter = Thread.currentThread();
        try {
            prepare();
        } finally {
            starter = null;
        }
    }

    private void prepare() {
        for (int attempt = 0; running; attempt++) {
            try {
                if (!topics.isEmpty()) {
                    preparation.createMissing(topics);
                    check();
                }
                waitsFor = null;
                return;
            } catch (ExecutionException fault) {
                String what =
                        "Kafka at "
                                + admin.servers()
                                + " (carillon.kafka.bootstrap-servers) does not answer or rejects the connection: "
                                + (fault.getCause() == null
                                        ? fault.getMessage()
                                        : fault.getCause().getMessage());
                waitsFor = what;
                if (attempt % 5 == 0) {
                    log.warn("{}; waiting for it", what);
                }
                sleep(TopicPreparation.pauseBefore(attempt));
            } catch (InterruptedException stopping) {
                interrupted(stopping);
            }
        }
        throw new IllegalStateException("stopped while waiting: " + waitsFor);
    }

    private void check() throws ExecutionException, InterruptedException {
        unsafe = preparation.unsafe(topics);
        checkedAt = System.nanoTime();
        if (!unsafe.isEmpty()) {
            log.error("Topics have unsafe settings, so this service is not ready: {}", unsafe);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stopping) {
            interrupted(stopping);
        }
    }

    private static void interrupted(InterruptedException stopping) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("stopped while waiting for Kafka", stopping);
    }

    @Override
    public void stop() {
        running = false;
        Thread waiting = starter;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public Health health() {
        String waiting = waitsFor;
        if (waiting != null) {
            return Health.down().withDetail("waits_for", waiting).build();
        }
        if (!unsafe.isEmpty() && System.nanoTime() - checkedAt > RECHECK.toNanos()) {
            recheck();
        }
        return unsafe.isEmpty()
                ? Health.up().withDetail("topics", topics).build()
                : Health.down().withDetail("unsafe", unsafe).build();
    }

    private synchronized void recheck() {
        try {
            check();
        } catch (ExecutionException away) {
            log.debug("Could not check the topics again", away);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
