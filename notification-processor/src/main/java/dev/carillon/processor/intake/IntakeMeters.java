package dev.carillon.processor.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/// What is counted of events and requests; docs/reference/processor.md lists them.
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
                                "Records refused because decisions of their time are forgotten: an alarm")
                        .register(registry);
        OUTCOMES.forEach(this::endings);
        this.rules = stage("rules");
        this.publish = stage("publish");
        this.endToEnd =
                Timer.builder("carillon.record.to.decision")
                        .description(
                                "From a record's timestamp to the broker's acknowledgement of all that follows from it")
                        .publishPercentileHistogram()
                        .register(registry);
    }

    /// No rule names its type.
    void skipped() {
        skipped.increment();
    }

    /// An event, or a type of it, ended without anyone told, or in being decided.
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

    /// From the records' timestamps to the broker's acknowledgement of all that follows from them.
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
                        "Time of a batch in one stage: rules, prepare (deciding and rendering), store (the commit), publish")
                .tag("stage", stage)
                .publishPercentileHistogram()
                .register(registry);
    }
}
