package dev.carillon.api.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.DeadLetters;
import dev.carillon.platform.kafka.FirstWritten;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ApiOnRealServers
class DeadLetterOwnerIT {
    private static final AtomicLong OFFSETS = new AtomicLong();
    private static final Map<String, String> STRUCTURED =
            Map.of("content-type", "application/cloudevents+json");

    @Autowired RecordPublisher publisher;
    @Autowired TopicNames topics;
    @Autowired JdbcClient jdbc;
    @LocalServerPort int port;

    private final DeadLetters deadLetters =
            new DeadLetters("notification-processor", Clock.systemUTC());
    private ApiCaller admin;

    @BeforeEach
    void callAsAdmin() {
        admin = new ApiCaller(port, TestTokens.admin());
    }

    @Test
    void anEventBelongsToTheTenantThatItNamesAndToNoOtherByItsKey() {
        UUID structured =
                die(
                        STRUCTURED,
                        "{\"specversion\":\"1.0\",\"id\":\"acme/17\",\"source\":\"/shop\",\"type\":\"t\",\"tenant\":\"acme\"}",
                        Instant.now());
        UUID keyed =
                die(
                        Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", "orders/17",
                                "ce_source", "/shop",
                                "ce_type", "t"),
                        "{}",
                        Instant.now());

        assertThat(stored(structured))
                .containsEntry("tenant", "acme")
                .containsEntry("event_id", "acme/17")
                .containsEntry("recipient", null);
        assertThat(stored(keyed))
                .containsEntry("tenant", "default")
                .containsEntry("event_id", "orders/17")
                .containsEntry("recipient", null);
        admin.get("/api/v1/admin/dead-letters/" + structured).is(404);
        admin.get("/api/v1/admin/dead-letters/" + keyed).is(200);
    }

    @Test
    void whatIsSettledIsToldWithoutAnIdThatNoIndexTakes() {
        UUID id =
                die(
                        Map.of(
                                "ce_specversion",
                                "1.0",
                                "ce_id",
                                "ä".repeat(2_000),
                                "ce_source",
                                "s".repeat(3_000),
                                "ce_type",
                                "t"),
                        "{}",
                        Instant.now());
        assertThat(stored(id)).containsEntry("event_id", null);

        admin.post("/api/v1/admin/dead-letters/" + id + "/discard", null).is(200);

        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.TIMELINE))) {
            UUID entry = Identity.uuidOf(Stages.DISCARDED, id.toString());
            TimelineEntry told =
                    EventJson.read(
                            probe.await(
                                            1,
                                            record ->
                                                    EventJson.read(
                                                                    record.value(),
                                                                    TimelineEntry.class)
                                                            .entryId()
                                                            .equals(entry))
                                    .getFirst()
                                    .value(),
                            TimelineEntry.class);
            assertThat(told.eventId()).isEqualTo(id.toString());
            assertThat(told.eventSource()).isNull();
        }
    }

    @Test
    void anEventGoesOnceMoreAsLongAsItsDecisionsAreRemembered() {
        Map<String, String> event =
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "again",
                        "ce_source", "/shop",
                        "ce_type", "t");
        Map<String, String> again = new HashMap<>(event);
        again.put(Headers.REQUEUED_FROM, "the letter before");
        Instant written = Instant.now().minus(Duration.ofDays(13)).truncatedTo(ChronoUnit.MILLIS);
        UUID remembered = die(again, "{}", written);
        UUID forgotten = die(event, "{}", Instant.now().minus(Duration.ofDays(15)));
        stored(remembered);
        stored(forgotten);

        admin.post("/api/v1/admin/dead-letters/" + remembered + "/requeue", null).is(200);
        assertThat(
                        admin.post("/api/v1/admin/dead-letters/" + forgotten + "/requeue", null)
                                .is(409)
                                .at("/code"))
                .isEqualTo("beyond_memory");

        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.REQUESTS))) {
            ConsumerRecord<String, byte[]> sent =
                    probe.await(1, record -> "orders/17".equals(record.key())).getFirst();
            assertThat(FirstWritten.of(sent)).as("it is no younger").isEqualTo(written);
            assertThat(sent.headers().headers(Headers.REQUEUED_FROM))
                    .extracting(header -> new String(header.value(), StandardCharsets.UTF_8))
                    .containsExactly(remembered.toString());
        }
    }

    @Test
    void aFormerCodeIsListedAsTheCodeThatItWasMergedInto() {
        OutgoingRecord dead =
                dead(
                        Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", "before the codes were merged",
                                "ce_source", "/shop",
                                "ce_type", "t"),
                        "{}",
                        Instant.now());
        Map<String, String> headers = new HashMap<>(dead.headers());
        headers.put(Headers.DEAD_CODE, "time_too_old");
        publisher.publish(new OutgoingRecord(dead.topic(), dead.key(), headers, dead.value()));
        String id = dead.headers().get(Headers.DEAD_ID);
        stored(UUID.fromString(id));

        for (String asked : List.of("event_too_old", "time_too_old")) {
            assertThat(
                            admin.get("/api/v1/admin/dead-letters?limit=100&code=" + asked)
                                    .is(200)
                                    .json()
                                    .at("/items")
                                    .values())
                    .as(asked)
                    .anySatisfy(item -> {
                        assertThat(item.at("/id").stringValue()).isEqualTo(id);
                        assertThat(item.at("/code").stringValue()).isEqualTo("event_too_old");
                    });
        }
    }

    private UUID die(Map<String, String> headers, String value, Instant written) {
        OutgoingRecord dead = dead(headers, value, written);
        publisher.publish(dead);
        return UUID.fromString(dead.headers().get(Headers.DEAD_ID));
    }

    private OutgoingRecord dead(Map<String, String> headers, String value, Instant written) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(
                        topics.of(Topics.REQUESTS),
                        0,
                        OFFSETS.incrementAndGet(),
                        written.toEpochMilli(),
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        "orders/17",
                        value.getBytes(StandardCharsets.UTF_8),
                        new RecordHeaders(),
                        java.util.Optional.empty());
        headers.forEach(
                (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return deadLetters.of(record, DeadLetterFacts.of(ErrorCode.EXPRESSION_FAILED, "why"));
    }

    private Map<String, Object> stored(UUID id) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                jdbc
                                        .sql(
                                                "select tenant, recipient, event_id from dead_letter where dead_id = ?")
                                        .param(id)
                                        .query()
                                        .listOfRows()
                                        .stream()
                                        .findFirst(),
                        java.util.Optional::isPresent)
                .get();
    }
}
