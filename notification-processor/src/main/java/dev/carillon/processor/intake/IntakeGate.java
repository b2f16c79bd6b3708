package dev.carillon.processor.intake;

import dev.carillon.platform.kafka.KafkaSettings;
import dev.carillon.processor.reference.ReferenceReadiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/// Starts intake once the reference data is there, and not before: what is decided earlier would be decided without rules.
/// Once open it stays open.
@Component
class IntakeGate implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(IntakeGate.class);
    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private final ReferenceReadiness readiness;
    private final KafkaListenerEndpointRegistry listeners;
    private final boolean mayOpen;
    private volatile String closedBecause = "the service is starting";
    private volatile boolean open;
    private volatile @Nullable Thread opener;

    IntakeGate(
            ReferenceReadiness readiness,
            KafkaListenerEndpointRegistry listeners,
            KafkaSettings settings) {
        this.readiness = readiness;
        this.listeners = listeners;
        this.mayOpen = settings.listeners().autoStartup();
    }

    /// Why nothing is taken in; empty when intake runs.
    Optional<String> closedBecause() {
        return open ? Optional.empty() : Optional.of(closedBecause);
    }

    @Override
    public void start() {
        if (!mayOpen) {
            closedBecause = "listeners are not to start (carillon.kafka.listeners.auto-startup)";
            return;
        }
        opener = Thread.ofVirtual().name("intake-gate").start(this::openWhenReady);
    }

    private void openWhenReady() {
        Optional<String> missing = missing();
        while (missing.isPresent()) {
            closedBecause = missing.get();
            LockSupport.parkNanos(PAUSE);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            missing = missing();
        }
        for (String id : List.of(Listeners.DOMAIN_EVENTS, Listeners.REQUESTS)) {
            MessageListenerContainer container = listeners.getListenerContainer(id);
            if (container != null) {
                container.start();
            }
        }
        open = true;
        log.info("the reference data is complete: intake is open");
    }

    private Optional<String> missing() {
        try {
            return readiness.missing();
        } catch (RuntimeException fault) {
            log.warn("whether the reference data is complete cannot be told: {}", fault.toString());
            return Optional.of("the reference data cannot be read: " + fault.getMessage());
        }
    }

    @Override
    public void stop() {
        Thread running = opener;
        if (running != null) {
            running.interrupt();
            opener = null;
        }
    }

    @Override
    public boolean isRunning() {
        return opener != null;
    }

    /// After the listeners of the reference topics.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
