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
    private final MeterRegistry registry;
    private final Counter skipped;
    private final Counter beyondMemory;
    private final Timer rules;
    private final Timer publish;
    private final Timer endToEnd;

    IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
        this.skipped = registry.counter("carillon.events.skipped");
        this.beyondMemory = registry.counter("carillon.beyond.memory");
        this.rules = stage("rules");
        this.publish = stage("publish");
        this.endToEnd =
                Timer.builder("carillon.record.to.decision")
                        .publishPercentileHistogram()
                        .register(registry);
    }

    /// No rule names its type.
    void skipped() {
        skipped.increment();
    }

    /// An event, or a type of it, ended without anyone told, or in being decided.
    void ended(String how) {
        registry.counter("carillon.events", "outcome", how).increment();
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

    private Timer stage(String stage) {
        return Timer.builder("carillon.processor.stage")
                .tag("stage", stage)
                .publishPercentileHistogram()
                .register(registry);
    }
}
