package dev.carillon.processor.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/// What is counted of decisions; docs/reference/processor.md lists them.
@Component
class DecisionMeters {
    private final MeterRegistry registry;
    private final Timer prepare;
    private final Timer store;

    DecisionMeters(MeterRegistry registry) {
        this.registry = registry;
        this.prepare = stage("prepare");
        this.store = stage("store");
    }

    void decided(Decision decision) {
        decision.channels()
                .forEach((channel, outcome) ->
                        registry.counter(
                                        "carillon.decisions",
                                        "channel",
                                        channel.key(),
                                        "outcome",
                                        outcome.outcome().name().toLowerCase(Locale.ROOT),
                                        "reason",
                                        outcome.reason())
                                .increment());
    }

    void replayed(int count) {
        if (count > 0) {
            registry.counter("carillon.decisions.replayed").increment(count);
        }
    }

    void prepared(long nanos) {
        prepare.record(Duration.ofNanos(nanos));
    }

    void stored(long nanos) {
        store.record(Duration.ofNanos(nanos));
    }

    private Timer stage(String stage) {
        return Timer.builder("carillon.processor.stage")
                .tag("stage", stage)
                .publishPercentileHistogram()
                .register(registry);
    }
}
