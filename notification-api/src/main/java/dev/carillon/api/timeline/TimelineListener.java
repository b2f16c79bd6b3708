package dev.carillon.api.timeline;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.TimelineEntry;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.RefusedValues;
import dev.carillon.platform.kafka.UnreadableValueException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/// Reads the topic `timeline`. A record's offset is committed only after its entry is committed, or its dead letter is
/// acknowledged.
@Component
final class TimelineListener {
    private final StoreTimeline store;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;

    TimelineListener(StoreTimeline store, RecordPublisher publisher, DeadLetters deadLetters) {
        this.store = store;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
    }

    @KafkaListener(
            id = "notification-api.timeline",
            topics = "#{@topicNames.of('timeline')}",
            // the topic has many small records: a batch of 250 ms costs little more than a single
            // record
            properties = {"fetch.min.bytes=262144", "fetch.max.wait.ms=250"},
            containerFactory = "carillonBatchListenerFactory")
    void onTimeline(List<ConsumerRecord<String, byte[]>> records) {
        List<Read> entries = new ArrayList<>(records.size());
        List<OutgoingRecord> dead = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            read(record, entries, dead);
        }
        RefusedValues.isolate(
                entries,
                DataAccessException.class,
                some -> store.store(some.stream().map(Read::entry).toList()),
                (one, refused) -> dead.add(refused(one, refused)));
        if (!dead.isEmpty()) {
            publisher.publish(dead);
        }
    }

    private record Read(ConsumerRecord<String, byte[]> record, TimelineEntry entry) {}

    private OutgoingRecord refused(Read read, DataAccessException refused) {
        String cause = String.valueOf(refused.getMostSpecificCause().getMessage());
        return deadLetters.of(read.record(), DeadLetterFacts.of(ErrorCode.UNSTORABLE, cause));
    }

    private void read(
            ConsumerRecord<String, byte[]> record, List<Read> entries, List<OutgoingRecord> dead) {
        switch (IncomingRecord.of(record)) {
            case IncomingRecord.Malformed malformed ->
                    dead.add(deadLetters.of(record, malformed.facts()));
            case IncomingRecord.Known known -> {
                if (!known.type().equals(RecordTypes.TIMELINE)) {
                    dead.add(
                            deadLetters.of(
                                    record,
                                    DeadLetterFacts.of(
                                                    ErrorCode.UNKNOWN_RECORD_TYPE,
                                                    "this topic does not accept records of type "
                                                            + known.type())
                                            .withField("ce_type", RecordTypes.TIMELINE)));
                    return;
                }
                try {
                    TimelineEntry entry = known.value(TimelineEntry.class);
                    DeadLetterFacts fault = fault(entry);
                    if (fault == null) {
                        entries.add(new Read(record, entry));
                    } else {
                        dead.add(deadLetters.of(record, fault));
                    }
                } catch (UnreadableValueException unreadable) {
                    dead.add(deadLetters.of(record, unreadable.facts()));
                }
            }
        }
    }

    @SuppressWarnings("NullAway") // JSON binding leaves absent components of a record null
    private static @org.jspecify.annotations.Nullable DeadLetterFacts fault(TimelineEntry entry) {
        if (entry.entryId() == null || entry.stage() == null || entry.at() == null) {
            return DeadLetterFacts.of(ErrorCode.MALFORMED_VALUE, "entry_id, stage or at is missing")
                    .withField("entry_id", null);
        }
        if (entry.tenant() == null || !RecipientKey.isTenant(entry.tenant())) {
            return DeadLetterFacts.of(ErrorCode.MALFORMED_VALUE, "tenant is not valid")
                    .withField("tenant", RecipientKey.TENANT_ALLOWED);
        }
        return null;
    }
}
