package dev.carillon.processor.outbound;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.RecordRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/// Publishes what follows from a batch and waits for the broker. A record that the broker refuses permanently is
/// replaced by a dead letter of its source record.
@Component
public class PublishOutbound {
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;

    PublishOutbound(RecordPublisher publisher, DeadLetters deadLetters) {
        this.publisher = publisher;
        this.deadLetters = deadLetters;
    }

    /// Returns when the broker acknowledged every record, or the dead letter that replaced it.
    public void publish(Outbound outbound) {
        if (outbound.records().isEmpty()) {
            return;
        }
        try {
            publisher.publish(outbound.records());
        } catch (RecordRefusedException refused) {
            publisher.publish(dead(outbound, refused));
        }
    }

    private List<OutgoingRecord> dead(Outbound outbound, RecordRefusedException refused) {
        List<OutgoingRecord> dead = new ArrayList<>();
        for (OutgoingRecord record : refused.records()) {
            ConsumerRecord<String, byte[]> source = outbound.sourceOf(record);
            if (source == null || record.topic().equals(Topics.DEAD_LETTERS)) {
                // A refused dead letter cannot be replaced: retry without end, with health down.
                throw refused;
            }
            dead.add(
                    deadLetters.of(
                            source,
                            DeadLetterFacts.of(
                                    ErrorCode.RECORD_REFUSED,
                                    "the broker refuses a record for the topic "
                                            + record.topic()
                                            + " that follows from this one: "
                                            + refused.getCause())));
        }
        return dead;
    }
}
