package dev.carillon.api.inbox;

import dev.carillon.events.ClientAction;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.RefusedValues;
import dev.carillon.platform.kafka.UnreadableValueException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/// Reads `client-actions`. Every action is answered on `inbox-changes` before its offset is committed.
@Component
final class ClientActionsListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientActionsListener.class);

    private final AnswerActions actions;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;
    private final InboxProperties properties;
    private final InboxMetrics metrics;
    private final Clock clock;

    ClientActionsListener(
            AnswerActions actions,
            RecordPublisher publisher,
            DeadLetters deadLetters,
            InboxProperties properties,
            InboxMetrics metrics,
            Clock clock) {
        this.actions = actions;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// An action, with the Kafka record that it was read from.
    private record Taken(ClientAction action, ConsumerRecord<String, byte[]> record) {}

    @KafkaListener(
            id = "notification-api.client-actions",
            topics = "#{@topicNames.of('client-actions')}",
            containerFactory = "carillonBatchListenerFactory",
            concurrency = "${carillon.inbox.action-concurrency:1}")
    void onActions(List<ConsumerRecord<String, byte[]>> records) {
        List<OutgoingRecord> published = new ArrayList<>();
        List<Taken> taken = new ArrayList<>(records.size());
        for (ConsumerRecord<String, byte[]> record : records) {
            read(record, taken, published);
        }
        answer(taken, published);
        if (!published.isEmpty()) {
            publisher.publish(published);
        }
    }

    private void read(
            ConsumerRecord<String, byte[]> record,
            List<Taken> taken,
            List<OutgoingRecord> published) {
        switch (IncomingRecord.of(record)) {
            case IncomingRecord.Malformed malformed ->
                    published.add(dead(record, malformed.facts()));
            case IncomingRecord.Known known -> {
                try {
                    ClientAction action = known.value(ClientAction.class);
                    DeadLetterFacts fault = fault(known, action);
                    if (fault == null) {
                        taken.add(new Taken(action, record));
                    } else {
                        published.add(dead(record, fault));
                    }
                } catch (UnreadableValueException unreadable) {
                    published.add(dead(record, unreadable.facts()));
                }
            }
        }
    }

    private @org.jspecify.annotations.Nullable DeadLetterFacts fault(
            IncomingRecord.Known known, ClientAction action) {
        if (!known.type().equals(RecordTypes.CLIENT_ACTION)) {
            return DeadLetterFacts.of(
                            ErrorCode.UNKNOWN_RECORD_TYPE,
                            "this topic does not accept records of type " + known.type())
                    .withField("ce_type", RecordTypes.CLIENT_ACTION);
        }
        if (action.actionId() == null || action.action() == null || action.at() == null) {
            return DeadLetterFacts.of(
                            ErrorCode.MALFORMED_VALUE, "action_id, action or at is missing")
                    .withField(
                            action.actionId() == null
                                    ? "action_id"
                                    : action.action() == null ? "action" : "at",
                            "a value");
        }
        if (action.tenant() == null
                || action.recipient() == null
                || !RecipientKey.isTenant(action.tenant())
                || !RecipientKey.isRecipient(action.recipient())) {
            return DeadLetterFacts.of(ErrorCode.MALFORMED_VALUE, "tenant or recipient is not valid")
                    .withField("recipient", RecipientKey.RECIPIENT_ALLOWED);
        }
        if (action.at().isBefore(clock.instant().minus(properties.actionMemory()))) {
            LOG.error(
                    "Refused an action of {}: it is older than carillon.inbox.action-memory",
                    action.at());
            return DeadLetterFacts.of(
                            ErrorCode.BEYOND_MEMORY,
                            "it was made at "
                                    + action.at()
                                    + ", before the oldest stored result: it may have been applied already")
                    .withField("at", "within " + properties.actionMemory().toDays() + " days")
                    .withRecipient(action.recipientKey());
        }
        return null;
    }

    private void answer(List<Taken> taken, List<OutgoingRecord> published) {
        RefusedValues.isolate(
                taken,
                DataAccessException.class,
                some -> published.addAll(actions.answer(some.stream().map(Taken::action).toList())),
                (one, refused) -> published.add(unstorable(one, refused)));
    }

    private OutgoingRecord unstorable(Taken taken, DataAccessException refused) {
        LOG.error(
                "The database rejected action {}: SQL state {}",
                taken.action().actionId(),
                SqlStates.of(refused));
        return dead(
                taken.record(),
                DeadLetterFacts.of(ErrorCode.UNSTORABLE, "the database rejected its values")
                        .withRecipient(taken.action().recipientKey()));
    }

    private OutgoingRecord dead(ConsumerRecord<String, byte[]> record, DeadLetterFacts facts) {
        metrics.refused(facts.code());
        return deadLetters.of(record, facts);
    }
}
