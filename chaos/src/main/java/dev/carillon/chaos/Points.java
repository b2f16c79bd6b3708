package dev.carillon.chaos;

import dev.carillon.chaos.proxy.ExactPoint;
import dev.carillon.drive.EventLog;
import dev.carillon.events.Topics;
import dev.carillon.local.Service;
import java.util.List;

/// The exact points that a run reaches without help: between what a service stored and what follows from it.
final class Points {
    private static final String TIMELINE = EventLog.topic(Topics.TIMELINE);

    private Points() {}

    static List<ExactPoint> of(Service service) {
        return switch (service) {
            case PROCESSOR ->
                    List.of(
                            ExactPoint.beforeProduce(EventLog.topic(Topics.NOTIFICATIONS)),
                            ExactPoint.afterProduce(EventLog.topic(Topics.NOTIFICATIONS)),
                            ExactPoint.beforeOffsetCommit("notification-processor.domain-events"),
                            ExactPoint.afterCommitOf("insert into processor.decision"));
            case API ->
                    List.of(
                            ExactPoint.beforeProduce(EventLog.topic(Topics.INBOX_CHANGES)),
                            ExactPoint.afterProduce(EventLog.topic(Topics.INBOX_CHANGES)),
                            ExactPoint.beforeOffsetCommit("notification-api.inbox"),
                            ExactPoint.afterCommitOf("insert into inbox ("),
                            ExactPoint.afterProduce(EventLog.topic(Topics.REQUESTS))
                                    .then(ExactPoint.beforeSlotConfirmation()),
                            ExactPoint.afterCommitOf("insert into idempotency_key"));
            case EMAIL ->
                    List.of(
                            ExactPoint.afterScript("carillon:email:quota:"),
                            ExactPoint.beforeProduce(TIMELINE),
                            ExactPoint.beforeOffsetCommit("email-service.email"));
            case GATEWAY -> List.of(ExactPoint.beforeProduce(TIMELINE));
            case DIGEST ->
                    List.of(
                            ExactPoint.beforeProduce(TIMELINE),
                            ExactPoint.beforeOffsetCommit("digest-scheduler.deferrals"));
        };
    }
}
