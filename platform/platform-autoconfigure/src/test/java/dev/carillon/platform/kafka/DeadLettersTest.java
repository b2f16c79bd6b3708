package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Headers;
import dev.carillon.events.OutgoingRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private final DeadLetters deadLetters =
            new DeadLetters(
                    "notification-processor",
                    Clock.fixed(Instant.parse("2026-01-31T09:00:00Z"), ZoneOffset.UTC));

    @Test
    void keepsValueAndHeadersAndPutsTheFactsBesideThem() {
        ConsumerRecord<String, byte[]> record =
                IncomingRecordTest.record(
                        Map.of(
                                "ce_id",
                                "e1",
                                "x-own",
                                "kept",
                                Headers.DEAD_FIELD,
                                "of an earlier death"),
                        "not json");
        OutgoingRecord dead =
                deadLetters.of(record, DeadLetterFacts.caller("malformed_event", "no type"));
        assertThat(dead.topic()).isEqualTo("dead-letters");
        assertThat(dead.key()).isEqualTo("e1");
        assertThat(dead.valueAsText()).isEqualTo("not json");
        assertThat(dead.headers())
                .containsEntry("x-own", "kept")
                .containsEntry(Headers.DEAD_CODE, "malformed_event")
                .containsEntry(Headers.DEAD_CLASS, "caller")
                .containsEntry(Headers.DEAD_TOPIC, "carillon.domain-events")
                .containsEntry(Headers.DEAD_PARTITION, "2")
                .containsEntry(Headers.DEAD_OFFSET, "41")
                .containsEntry(Headers.DEAD_KEY, "key")
                .containsEntry(Headers.DEAD_SERVICE, "notification-processor")
                .doesNotContainKey(Headers.DEAD_FIELD);
    }

    @Test
    void isTheSameDeadLetterHoweverOftenTheRecordIsGivenUp() {
        ConsumerRecord<String, byte[]> record = IncomingRecordTest.record(Map.of(), "x");
        DeadLetterFacts facts = DeadLetterFacts.us("failed", "why");
        String id = deadLetters.of(record, facts).headers().get(Headers.DEAD_ID);
        assertThat(deadLetters.of(record, facts.withField("a", "b")).headers().get(Headers.DEAD_ID))
                .isEqualTo(id);
        assertThat(
                        deadLetters
                                .of(record, facts.withRecipient("default", "ann").withType("t"))
                                .headers()
                                .get(Headers.DEAD_ID))
                .isNotEqualTo(id);
    }

    @Test
    void isKeyedByRecipientElseByWhereItStood() {
        ConsumerRecord<String, byte[]> record = IncomingRecordTest.record(Map.of(), "x");
        DeadLetterFacts facts = DeadLetterFacts.caller("invalid_recipient", "why");
        assertThat(deadLetters.of(record, facts.withRecipient("acme", "ann")).key())
                .isEqualTo("acme/ann");
        assertThat(deadLetters.of(record, facts.withRecipient("acme", "not/allowed")).key())
                .isEqualTo("carillon.domain-events-2-41");
    }

    @Test
    void leavesOutAValueTooLargeForTheTopic() {
        ConsumerRecord<String, byte[]> record =
                IncomingRecordTest.record(Map.of("ce_id", "e1"), "x".repeat(2 * 1024 * 1024));
        OutgoingRecord dead = deadLetters.of(record, DeadLetterFacts.caller("too_large", "why"));
        assertThat(dead.value()).isEmpty();
        assertThat(dead.headers()).containsEntry(Headers.DEAD_OFFSET, "41");
    }
}
