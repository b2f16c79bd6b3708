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

/// Starts the listeners of events and requests once the reference data is complete. A decision made before that would
/// not know all rules. Listeners that were started stay started.
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

    /// Why the listeners are not running; empty when they run.
    Optional<String> closedBecause() {
        return open ? Optional.empty() : Optional.of(closedBecause);
    }

    @Override
    public void start() {
        if (!mayOpen) {
            closedBecause =
                    "listeners do not start automatically (carillon.kafka.listeners.auto-startup=false)";
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
        log.info("the reference data is complete: intake has started");
    }

    private Optional<String> missing() {
        try {
            return readiness.missing();
        } catch (RuntimeException fault) {
            log.warn("cannot check whether the reference data is complete: {}", fault.toString());
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

    /// Later than the listeners of the reference topics.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
