package dev.carillon.digest.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// What operators see of runs: `carillon_digest_runs_total`, and the health entry `notificationStates`, which is down while
/// notification-api does not say what was seen, so that runs wait.
@Component("notificationStatesHealthIndicator")
class DigestMetrics implements HealthIndicator {
    private final Counter sent;
    private final Counter unanswered;
    private final AtomicBoolean answering = new AtomicBoolean(true);

    DigestMetrics(MeterRegistry registry) {
        this.sent =
                Counter.builder("carillon.digest.runs")
                        .description("runs frozen, published and marked")
                        .register(registry);
        this.unanswered =
                Counter.builder("carillon.digest.states.unanswered")
                        .description(
                                "times that due runs waited because notification-api gave no answer")
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
                                "notification-api does not say what was seen; due runs wait")
                        .build();
    }
}
