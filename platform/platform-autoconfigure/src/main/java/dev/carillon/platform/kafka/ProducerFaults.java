package dev.carillon.platform.kafka;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// The current failures of the publisher: the health indicator `kafkaProducer`.
final class ProducerFaults implements HealthIndicator {
    private final AtomicReference<@Nullable Fault> current = new AtomicReference<>();
    private final Clock clock;

    ProducerFaults(Clock clock) {
        this.clock = clock;
    }

    void failed(String cause) {
        current.updateAndGet(
                before -> new Fault(before == null ? clock.instant() : before.since(), cause));
    }

    void succeeded() {
        if (current.get() != null) {
            current.set(null);
        }
    }

    @Override
    public Health health() {
        Fault fault = current.get();
        return fault == null
                ? Health.up().build()
                : Health.down()
                        .withDetail("cause", fault.cause())
                        .withDetail("since", fault.since().toString())
                        .build();
    }

    private record Fault(Instant since, String cause) {}
}
