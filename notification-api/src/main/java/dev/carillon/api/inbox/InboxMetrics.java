package dev.carillon.api.inbox;

import dev.carillon.events.ClientAction;
import dev.carillon.events.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// The meters of the inbox. Tags never contain a recipient or content. Every counter exists from the start, with the
/// value zero.
@Component
final class InboxMetrics {
    /// The codes with which a notification or action becomes a dead letter.
    private static final List<ErrorCode> REFUSALS =
            List.of(
                    ErrorCode.MALFORMED_EVENT,
                    ErrorCode.MALFORMED_VALUE,
                    ErrorCode.UNKNOWN_RECORD_TYPE,
                    ErrorCode.NOTIFICATION_TOO_LARGE,
                    ErrorCode.EVENT_IN_FUTURE,
                    ErrorCode.EVENT_TOO_OLD,
                    ErrorCode.BEYOND_MEMORY,
                    ErrorCode.UNSTORABLE,
                    ErrorCode.RECORD_REFUSED);

    private final MeterRegistry meters;
    private final Counter projected;
    private final Counter replays;

    InboxMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.projected =
                Counter.builder("carillon.inbox.projected")
                        .description(
                                "Notifications consumed and written to inboxes, including replays")
                        .register(meters);
        this.replays =
                Counter.builder("carillon.inbox.replays")
                        .description("Replayed notifications, which changed nothing")
                        .register(meters);
        REFUSALS.forEach(this::refusals);
        for (ClientAction.Action action : ClientAction.Action.values()) {
            RowAction.of(action)
                    .ifPresent(onRow -> {
                        for (String outcome : List.of("applied", "unchanged", "repeated")) {
                            actions(onRow.key(), outcome);
                        }
                    });
        }
        actions("read_all", "applied");
        actions("read_all", "unchanged");
        removals(RowAction.EXPIRED);
        removals(RowAction.REMOVED);
    }

    void projected(int notifications) {
        projected.increment(notifications);
    }

    /// Counts the notifications that were already stored and changed nothing.
    void replayed(int notifications) {
        replays.increment(notifications);
    }

    void refused(ErrorCode code) {
        refusals(code).increment();
    }

    void answered(String action, String outcome) {
        actions(action, outcome).increment();
    }

    void removed(RowAction why, int rows) {
        removals(why).increment(rows);
    }

    private Counter refusals(ErrorCode code) {
        return Counter.builder("carillon.inbox.refused")
                .description("Notifications and actions that became dead letters, by code")
                .tag("code", code.code())
                .register(meters);
    }

    private Counter actions(String action, String outcome) {
        return Counter.builder("carillon.inbox.actions")
                .description("Clients' actions over the socket, by outcome")
                .tag("action", action)
                .tag("outcome", outcome)
                .register(meters);
    }

    private Counter removals(RowAction why) {
        return Counter.builder("carillon.inbox.removed")
                .description("Rows that expired or reached the end of their retention")
                .tag("reason", why.key())
                .register(meters);
    }

    /// Registers the gauge of whole months ahead of the current one that already have a partition.
    void partitionsAhead(Supplier<Number> months) {
        Gauge.builder("carillon.inbox.partitions.ahead", months)
                .description("Months ahead that have a partition; alert if below 1")
                .register(meters);
    }
}
