package dev.carillon.platform.outbox;

import dev.carillon.outbox.RelayState;
import dev.carillon.outbox.RelayStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// `carillon.outbox.*`, read from the relay's status when they are scraped.
final class OutboxRelayMetrics implements MeterBinder {
    private final OutboxRelayLifecycle relay;

    OutboxRelayMetrics(OutboxRelayLifecycle relay) {
        this.relay = relay;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "leader",
                "1 while this replica is the leader",
                status -> status.leader() ? 1 : 0);
        gauge(
                registry,
                "running",
                "1 while this replica streams",
                status -> status.state() == RelayState.RUNNING ? 1 : 0);
        gauge(
                registry,
                "failing",
                "1 while the relay fails and retries",
                status -> status.state() == RelayState.FAILING ? 1 : 0);
        gauge(
                registry,
                "slot.lag.bytes",
                "Write-ahead log that the slot retains; leader only",
                status -> status.slotLagBytes() == null ? Double.NaN : status.slotLagBytes());
        gauge(
                registry,
                "partition.days",
                "Days ahead that have a partition; below 0 nothing can be accepted",
                status -> status.daysReady() == null ? Double.NaN : status.daysReady());
        counter(
                registry,
                "deadletters",
                "Records that the broker permanently rejected",
                RelayStatus::deadLetters);
        counter(
                registry,
                "republished",
                "Rows published again because the slot was lost",
                RelayStatus::republished);
        counter(registry, "references", "Reference rows published again", RelayStatus::references);
        counter(
                registry,
                "takeovers",
                "How often this replica became the leader",
                RelayStatus::takeovers);
        counter(
                registry,
                "failures",
                "Failures of stream, database or broker",
                RelayStatus::failures);
        FunctionTimer.builder(
                        "carillon.outbox.published",
                        relay,
                        from -> from.status().map(RelayStatus::published).orElse(0L),
                        from -> from.status().map(status -> status.delay().toMillis()).orElse(0L),
                        TimeUnit.MILLISECONDS)
                .description("Records acknowledged by the broker, and the time since their commit")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<RelayStatus> value) {
        Gauge.builder(
                        "carillon.outbox." + name,
                        relay,
                        from -> from.status().map(value::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<RelayStatus> value) {
        FunctionCounter.builder(
                        "carillon.outbox." + name,
                        relay,
                        from -> from.status().map(value::applyAsDouble).orElse(0.0))
                .description(description)
                .register(registry);
    }
}
