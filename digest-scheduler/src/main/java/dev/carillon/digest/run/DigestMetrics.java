package dev.carillon.digest.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// The meter `carillon_digest_runs_total`, and the health entry `notificationStates`. The entry is down while
/// notification-api does not answer what was seen; runs wait meanwhile.
@Component("notificationStatesHealthIndicator")
class DigestMetrics implements HealthIndicator {
    private final Counter sent;
    private final Counter unanswered;
    private final AtomicBoolean answering = new AtomicBoolean(true);

    DigestMetrics(MeterRegistry registry) {
        this.sent =
                Counter.builder("carillon.digest.runs")
                        .description("Runs that were frozen, published and marked as sent")
                        .register(registry);
        this.unanswered =
                Counter.builder("carillon.digest.states.unanswered")
                        .description(
                                "How often due runs waited because notification-api did not answer")
                        .register(registry);
    }

    void sent(int runs) {
        sent.increment(runs);
    }

    void answered() {
        answering.set(true);
    }

    void unanswered() {
        unanswered.increment();
        answering.set(false);
    }

    @Override
    public Health health() {
        return answering.get()
                ? Health.up().build()
                : Health.down()
                        .withDetail(
                                "reason",
                                "notification-api does not answer what was seen; due runs wait")
                        .build();
    }
}
