package dev.carillon.api.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// What the inbox counts. Never a recipient or content in a tag.
@Component
final class InboxMetrics {
    private final MeterRegistry meters;

    InboxMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void projected(int notifications) {
        meters.counter("carillon.inbox.projected").increment(notifications);
    }

    /// Of those, the ones that were here already and changed nothing.
    void replayed(int notifications) {
        meters.counter("carillon.inbox.replays").increment(notifications);
    }

    void refused(String code) {
        meters.counter("carillon.inbox.refused", "code", code).increment();
    }

    void answered(String action, String outcome) {
        meters.counter("carillon.inbox.actions", "action", action, "outcome", outcome).increment();
    }

    void removed(RowAction why, int rows) {
        meters.counter("carillon.inbox.removed", "reason", why.key()).increment(rows);
    }

    /// Whole months for which there is a partition already, the running one not counted.
    void partitionsAhead(java.util.function.Supplier<Number> months) {
        io.micrometer.core.instrument.Gauge.builder("carillon.inbox.partitions.ahead", months)
                .register(meters);
    }
}
