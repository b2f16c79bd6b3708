package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Headers;
import dev.carillon.events.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
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
                deadLetters.of(record, DeadLetterFacts.of(ErrorCode.MALFORMED_EVENT, "no type"));
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
        DeadLetterFacts facts = DeadLetterFacts.of(ErrorCode.UNDECIDABLE, "why");
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
    void isTheSameDeadLetterThoughARequeueWasPublishedTwice() {
        DeadLetterFacts facts = DeadLetterFacts.of(ErrorCode.UNDECIDABLE, "why");
        String once = idOf(requeued(7, "key", "e1", "x"), facts);

        assertThat(idOf(requeued(8, "key", "e1", "x"), facts)).isEqualTo(once);
        assertThat(
                        Stream.of(
                                idOf(requeued(7, "other", "e1", "x"), facts),
                                idOf(requeued(7, "key", "e2", "x"), facts),
                                idOf(requeued(7, "key", "e1", "y"), facts),
                                idOf(requeued(7, "key", "e1", "x"), facts.withType("t")),
                                idOf(
                                        requeued(7, "key", "e1", "x"),
                                        facts.withRecipient("default", "ann")),
                                idOf(
                                        IncomingRecordTest.record(
                                                Map.of(
                                                        Headers.CE_ID,
                                                        "e1",
                                                        Headers.REQUEUED_FROM,
                                                        "another"),
                                                "x"),
                                        facts)))
                .doesNotHaveDuplicates()
                .doesNotContain(once);
    }

    private static ConsumerRecord<String, byte[]> requeued(
            long offset, String key, String event, String value) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(
                        "carillon.domain-events",
                        2,
                        offset,
                        key,
                        value.getBytes(StandardCharsets.UTF_8));
        record.headers().add(Headers.CE_ID, event.getBytes(StandardCharsets.UTF_8));
        record.headers().add(Headers.REQUEUED_FROM, "letter".getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private String idOf(ConsumerRecord<String, byte[]> record, DeadLetterFacts facts) {
        return String.valueOf(deadLetters.of(record, facts).headers().get(Headers.DEAD_ID));
    }

    @Test
    void isKeyedByRecipientElseByWhereItStood() {
        ConsumerRecord<String, byte[]> record = IncomingRecordTest.record(Map.of(), "x");
        DeadLetterFacts facts = DeadLetterFacts.of(ErrorCode.INVALID_RECIPIENT, "why");
        assertThat(deadLetters.of(record, facts.withRecipient("acme", "ann")).key())
                .isEqualTo("acme/ann");
        assertThat(deadLetters.of(record, facts.withRecipient("acme", "not/allowed")).key())
                .isEqualTo("carillon.domain-events-2-41");
    }

    @Test
    void tellsWhoseItIsByTheEventAndNeverByTheKey() {
        OutgoingRecord structured =
                deadLetters.of(
                        IncomingRecordTest.record(
                                Map.of("content-type", "application/cloudevents+json"),
                                """
                                {"specversion": "1.0", "id": "e1", "source": "/shop", "type": "t", "tenant": "acme"}
                                """),
                        DeadLetterFacts.of(ErrorCode.EXPRESSION_FAILED, "why"));
        assertThat(structured.headers())
                .containsEntry(Headers.DEAD_TENANT, "acme")
                .containsEntry(Headers.DEAD_EVENT_ID, "e1")
                .containsEntry(Headers.DEAD_EVENT_SOURCE, "/shop")
                .doesNotContainKey(Headers.DEAD_RECIPIENT);
        assertThat(structured.key()).isEqualTo("e1");
        OutgoingRecord person =
                deadLetters.of(
                        IncomingRecordTest.record(
                                Map.of(
                                        "ce_specversion", "1.0",
                                        "ce_id", "ä".repeat(600),
                                        "ce_source", "/shop",
                                        "ce_type", "t"),
                                "{}"),
                        DeadLetterFacts.of(ErrorCode.TOO_LARGE, "why").withRecipient(null, "ann"));
        assertThat(person.headers())
                .containsEntry(Headers.DEAD_TENANT, "default")
                .containsEntry(Headers.DEAD_RECIPIENT, "ann")
                .doesNotContainKey(Headers.DEAD_EVENT_ID);
        assertThat(person.key()).isEqualTo("default/ann");
    }

    @Test
    void leavesOutHeadersTooLargeForTheTopic() {
        OutgoingRecord dead =
                deadLetters.of(
                        IncomingRecordTest.record(Map.of("x", "x".repeat(2 * 1024 * 1024)), "{}"),
                        DeadLetterFacts.of(ErrorCode.MALFORMED_EVENT, "why"));
        assertThat(dead.value()).isEmpty();
        assertThat(dead.headers())
                .containsEntry(Headers.DEAD_OFFSET, "41")
                .doesNotContainKeys("x", Headers.DEAD_KEY);
    }

    @Test
    void leavesOutAValueTooLargeForTheTopic() {
        ConsumerRecord<String, byte[]> record =
                IncomingRecordTest.record(Map.of("ce_id", "e1"), "x".repeat(2 * 1024 * 1024));
        OutgoingRecord dead =
                deadLetters.of(record, DeadLetterFacts.of(ErrorCode.TOO_LARGE, "why"));
        assertThat(dead.value()).isEmpty();
        assertThat(dead.headers()).containsEntry(Headers.DEAD_OFFSET, "41");
    }
}
