package dev.carillon.processor.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/// Meters of events and requests, documented in docs/reference/processor.md.
@Component
class IntakeMeters {
    private static final List<String> OUTCOMES =
            List.of("decided", "no_match", "no_recipient", "failed");

    private final MeterRegistry registry;
    private final Counter skipped;
    private final Counter beyondMemory;
    private final Timer rules;
    private final Timer publish;
    private final Timer endToEnd;

    IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
        this.skipped =
                Counter.builder("carillon.events.skipped")
                        .description("Events whose type no rule names")
                        .register(registry);
        this.beyondMemory =
                Counter.builder("carillon.beyond.memory")
                        .description(
                                "Records refused because decisions of their time were already deleted. Any increase needs an operator's attention")
                        .register(registry);
        OUTCOMES.forEach(this::endings);
        this.rules = stage("rules");
        this.publish = stage("publish");
        this.endToEnd =
                Timer.builder("carillon.record.to.decision")
                        .description(
                                "Time from a record's timestamp until the broker acknowledged everything that follows from it")
                        .publishPercentileHistogram()
                        .register(registry);
    }

    /// Counts an event whose type no rule names.
    void skipped() {
        skipped.increment();
    }

    /// Counts how an event, or one of its types, ended: without a recipient, or with decisions.
    void ended(String how) {
        endings(how).increment();
    }

    void beyondMemory() {
        beyondMemory.increment();
    }

    void ruled(long nanos) {
        rules.record(Duration.ofNanos(nanos));
    }

    void published(long nanos) {
        publish.record(Duration.ofNanos(nanos));
    }

    /// Records the time from each record's timestamp until the broker acknowledged everything that follows from it.
    void done(List<ConsumerRecord<String, byte[]>> records, Instant now) {
        for (ConsumerRecord<String, byte[]> record : records) {
            long millis = now.toEpochMilli() - record.timestamp();
            endToEnd.record(Duration.ofMillis(Math.max(0, millis)));
        }
    }

    private Counter endings(String outcome) {
        return Counter.builder("carillon.events")
                .description("How events and requests ended")
                .tag("outcome", outcome)
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
