package dev.carillon.platform.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;

/// The gauge `carillon.health`: what the health endpoint says about each component, such as `redis` or `db`. Alerts
/// use it.
///
/// One thread asks every 15 s. A scrape never waits for a component that does not answer.
final class HealthMetrics implements SmartLifecycle {
    static final Duration EVERY = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(HealthMetrics.class);

    private final Supplier<Map<String, Status>> components;
    private final MeterRegistry meters;
    private final Map<String, AtomicInteger> values = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService timer;

    /// @param components asks every component
    HealthMetrics(Supplier<Map<String, Status>> components, MeterRegistry meters) {
        this.components = components;
        this.meters = meters;
    }

    /// Asks every component and updates its gauge.
    void refresh() {
        components
                .get()
                .forEach((component, status) ->
                        values.computeIfAbsent(component, this::register).set(value(status)));
    }

    /// Only these two statuses are faults. A component that cannot tell (`UNKNOWN`) raises no alert.
    private static int value(Status status) {
        return status.equals(Status.DOWN) || status.equals(Status.OUT_OF_SERVICE) ? 0 : 1;
    }

    private AtomicInteger register(String component) {
        AtomicInteger value = new AtomicInteger();
        Gauge.builder("carillon.health", value, AtomicInteger::get)
                .description("1 while a component of the health endpoint is up, else 0")
                .tag("component", component)
                .register(meters);
        return value;
    }

    private void refreshQuietly() {
        try {
            refresh();
        } catch (RuntimeException fault) {
            log.warn("The health is not known at the moment", fault);
        }
    }

    /// Asks once itself, so that every gauge exists from the start.
    @Override
    public void start() {
        refreshQuietly();
        timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("health-metrics").factory());
        var _ =
                timer.scheduleWithFixedDelay(
                        this::refreshQuietly,
                        EVERY.toMillis(),
                        EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = timer;
        if (running != null) {
            running.shutdownNow();
            timer = null;
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /// After all that it asks about.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
