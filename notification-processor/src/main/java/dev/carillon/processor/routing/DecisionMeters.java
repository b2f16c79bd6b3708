package dev.carillon.processor.routing;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome.Outcome;
import dev.carillon.events.Reasons;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/// Meters of decisions, documented in docs/reference/processor.md.
@Component
class DecisionMeters {
    private static final List<String> SENT =
            List.of(Reasons.IMMEDIATE, Reasons.CRITICAL, Reasons.URGENT, Reasons.QUIET_HOURS);
    private static final List<String> DEFERRED = List.of(Reasons.DIGEST, Reasons.QUIET_HOURS);
    private static final List<String> SUPPRESSED =
            List.of(
                    Reasons.ERASED,
                    Reasons.EXPIRED,
                    Reasons.OWN_ACTION,
                    Reasons.DUPLICATE,
                    Reasons.MUTED,
                    Reasons.CHANNEL_OFF,
                    Reasons.NOT_IN_TYPE,
                    Reasons.NOT_REQUESTED,
                    Reasons.DIGEST_NEVER);

    private final MeterRegistry registry;
    private final Counter replayed;
    private final Timer prepare;
    private final Timer store;

    DecisionMeters(MeterRegistry registry) {
        this.registry = registry;
        this.replayed =
                Counter.builder("carillon.decisions.replayed")
                        .description("Stored decisions that were published again")
                        .register(registry);
        for (Channel channel : List.of(Channel.IN_APP, Channel.EMAIL)) {
            SENT.forEach(reason -> decisions(channel, Outcome.SENT, reason));
            DEFERRED.forEach(reason -> decisions(channel, Outcome.DEFERRED, reason));
            SUPPRESSED.forEach(reason -> decisions(channel, Outcome.SUPPRESSED, reason));
        }
        this.prepare = stage("prepare");
        this.store = stage("store");
    }

    void decided(Decision decision) {
        decision.channels()
                .forEach((channel, outcome) ->
                        decisions(channel, outcome.outcome(), outcome.reason()).increment());
    }

    void replayed(int count) {
        replayed.increment(count);
    }

    void prepared(long nanos) {
        prepare.record(Duration.ofNanos(nanos));
    }

    void stored(long nanos) {
        store.record(Duration.ofNanos(nanos));
    }

    private Counter decisions(Channel channel, Outcome outcome, String reason) {
        return Counter.builder("carillon.decisions")
                .description("New decisions, by channel, outcome and reason")
                .tag("channel", channel.key())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .tag("reason", reason)
                .register(registry);
    }

    private Timer stage(String stage) {
        return Timer.builder("carillon.processor.stage")
                .description(
                        "Time of a batch in each stage: rules, prepare (decide and render), store (commit), publish")
                .tag("stage", stage)
                .publishPercentileHistogram()
                .register(registry);
    }
}
