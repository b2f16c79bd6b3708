package dev.carillon.api.inbox;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.RecordRefusedException;
import dev.carillon.platform.kafka.RefusedValues;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/// The projector: writes the records of `notifications` and of its paced lane into inboxes. A record's offset is
/// committed only after its row is committed and its change, or its dead letter, is acknowledged by the broker. An
/// exception from here means an infrastructure fault: Kafka delivers the same batch again.
@Component
final class NotificationsListener {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationsListener.class);

    private final NotificationIntake intake;
    private final ProjectNotifications projector;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;
    private final InboxMetrics metrics;

    NotificationsListener(
            NotificationIntake intake,
            ProjectNotifications projector,
            RecordPublisher publisher,
            DeadLetters deadLetters,
            InboxMetrics metrics) {
        this.intake = intake;
        this.projector = projector;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    @KafkaListener(
            id = "notification-api.inbox",
            topics = "#{@topicNames.of('notifications')}",
            containerFactory = "carillonBatchListenerFactory",
            concurrency = "${carillon.inbox.projector-concurrency:2}")
    void onNotifications(List<ConsumerRecord<String, byte[]>> records) {
        store(records);
    }

    @KafkaListener(
            id = "notification-api.inbox-bulk",
            topics = "#{@topicNames.of('notifications-bulk')}",
            containerFactory = "carillonBatchListenerFactory",
            concurrency = "${carillon.inbox.bulk-concurrency:1}")
    void onBulk(List<ConsumerRecord<String, byte[]>> records) {
        store(records);
    }

    private void store(List<ConsumerRecord<String, byte[]>> records) {
        List<OutgoingRecord> dead = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>(records.size());
        for (ConsumerRecord<String, byte[]> record : records) {
            switch (intake.read(record)) {
                case NotificationIntake.Read.Good good -> arrivals.add(good.arrival());
                case NotificationIntake.Read.Refused refused -> {
                    if (refused.alarm()) {
                        LOG.error(
                                "Refused the record at {}-{}@{}: {}",
                                record.topic(),
                                record.partition(),
                                record.offset(),
                                refused.facts().message());
                    }
                    dead.add(deadLetter(record, refused.facts()));
                }
            }
        }
        List<ProjectNotifications.Publication> publications = new ArrayList<>();
        RefusedValues.isolate(
                arrivals,
                DataAccessException.class,
                some -> publications.addAll(projector.project(some)),
                (one, refused) -> dead.add(unstorable(one, refused)));
        publish(publications, dead);
        metrics.projected(arrivals.size());
    }

    private void publish(
            List<ProjectNotifications.Publication> publications, List<OutgoingRecord> dead) {
        List<OutgoingRecord> records = new ArrayList<>(publications.size() + dead.size());
        publications.forEach(each -> records.add(each.record()));
        records.addAll(dead);
        if (records.isEmpty()) {
            return;
        }
        try {
            publisher.publish(records);
        } catch (RecordRefusedException refused) {
            publishRefused(publications, refused);
        }
    }

    /// The row is stored, and clients get it from the changes endpoint. A dead letter records that its change message
    /// could not be sent.
    private void publishRefused(
            List<ProjectNotifications.Publication> publications, RecordRefusedException refused) {
        IdentityHashMap<OutgoingRecord, Arrival> arrivals = new IdentityHashMap<>();
        publications.forEach(each -> arrivals.put(each.record(), each.arrival()));
        List<OutgoingRecord> dead = new ArrayList<>();
        for (OutgoingRecord record : refused.records()) {
            Arrival arrival = arrivals.get(record);
            if (arrival == null) {
                throw refused;
            }
            dead.add(
                    deadLetter(
                            arrival.record(),
                            facts(
                                    arrival,
                                    DeadLetterFacts.of(
                                            ErrorCode.RECORD_REFUSED,
                                            "the broker rejected its record for "
                                                    + record.topic()))));
        }
        publisher.publish(dead);
    }

    private OutgoingRecord unstorable(Arrival arrival, DataAccessException refused) {
        LOG.error(
                "The database rejected notification {}: SQL state {}",
                arrival.notification().id(),
                SqlStates.of(refused));
        return deadLetter(
                arrival.record(),
                facts(
                        arrival,
                        DeadLetterFacts.of(
                                ErrorCode.UNSTORABLE,
                                "the database rejected its values; texts and data must not contain U+0000")));
    }

    private OutgoingRecord deadLetter(
            ConsumerRecord<String, byte[]> record, DeadLetterFacts facts) {
        metrics.refused(facts.code());
        return deadLetters.of(record, facts);
    }

    private static DeadLetterFacts facts(Arrival arrival, DeadLetterFacts facts) {
        return facts.withRecipient(arrival.who()).withType(arrival.notification().type());
    }
}
