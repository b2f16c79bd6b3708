package dev.carillon.api.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.api.ApiCaller;
import dev.carillon.api.ApiCaller.Answer;
import dev.carillon.api.ApiOnRealServers;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.EventJson;
import dev.carillon.events.Identity;
import dev.carillon.events.JsonNumbers;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.NotificationRequest.RequestedRecipient;
import dev.carillon.events.Reasons;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ApiOnRealServers
class TriggerIT {
    private static final String NOTIFICATIONS = "/api/v1/notifications";
    private static final String SIMPLE = "{\"recipients\": [\"tom\"], \"title\": \"Hello\"}";

    @Autowired TopicNames topics;
    @Autowired RequestOutcomes outcomes;
    @Autowired DataSource dataSource;
    @Autowired JdbcTemplate jdbc;
    @LocalServerPort int port;
    ApiCaller shop;

    @BeforeEach
    void callAsService() {
        shop = new ApiCaller(port, TestTokens.service("shop"));
    }

    @Test
    void carriesHowFarTheReferenceDataMustBe() {
        shop.put("/api/v1/recipients/tina", "{\"email\": \"tina@mail.example\"}").is(201);
        shop.patch("/api/v1/recipients/tina", "{\"name\": \"Tina\"}").is(200);
        new ApiCaller(port, TestTokens.user("tina"))
                .put("/api/v1/preferences", "{\"channels\": {\"email\": true}}")
                .is(200);

        Answer accepted =
                shop.post(
                                NOTIFICATIONS,
                                """
                                {"recipients": ["tina", "tom", "tina"], "type": "issue-assigned", "data": {"actor": "bob", "count": 2},
                                 "priority": "high", "level": "warning", "action_url": "/issues/7",
                                 "image_url": "https://cdn.example/7.png", "expires_at": "2099-01-01T00:00:00+01:00",
                                 "channels": ["in_app"]}
                                """)
                        .is(202);

        String requestId = accepted.at("/request_id");
        NotificationRequest request = published(requestId);
        assertThat(request.recipients())
                .containsExactly(
                        new RequestedRecipient("tina", 2, 1), new RequestedRecipient("tom", 0, 0));
        assertThat(request.caller()).isEqualTo("shop");
        assertThat(request.typeVersion()).isPositive();
        assertThat(request.expiresAt()).isEqualTo("2098-12-31T23:00:00Z");
        UUID expected =
                Identity.of(
                                "default",
                                NotificationRequest.SOURCE,
                                requestId,
                                "issue-assigned",
                                "tina")
                        .notificationId(request.acceptedAt(), request.place());
        assertThat(accepted.at("/notifications/0/id")).isEqualTo(expected.toString());
        assertThat(accepted.json().get("notifications").size()).isEqualTo(2);
    }

    @Test
    void namesEveryFaultAtOnce() {
        Answer refused =
                shop.post(
                                NOTIFICATIONS,
                                """
                                {"recipients": ["ok", "not ok", 7], "type": "issue-asigned", "title": "%s", "message": 5,
                                 "priority": "huge", "level": "loud", "category": "nope", "data": {}, "action_url": "javascript:alert(1)",
                                 "image_url": "//evil.example/x", "expires_at": "2001-01-01T00:00:00Z", "channels": ["fax"]}
                                """
                                        .formatted("x".repeat(256)))
                        .is(422);

        assertThat(refused.faults())
                .containsExactlyInAnyOrder(
                        "recipients[1] invalid_recipient",
                        "recipients[2] invalid_recipient",
                        "type unknown_type",
                        "title too_long",
                        "message invalid_value",
                        "priority invalid_value",
                        "level invalid_value",
                        "category unknown_category",
                        "action_url invalid_url",
                        "image_url invalid_url",
                        "expires_at not_in_future",
                        "channels[0] invalid_value");
        assertThat(refused.body()).contains("one of low, medium, high, urgent");
        assertThat(shop.post(NOTIFICATIONS, "{}").is(422).faults())
                .containsExactly("recipients missing", "title missing");
    }

    @Test
    void refusesWhatNobodyBehindItCouldKeep() {
        assertThat(
                        shop.post(
                                        NOTIFICATIONS,
                                        """
                                        {"recipients": ["tom"], "title": "half \\ud800", "data": {"a": [{"b": "\\u0000"}]},
                                         "action_url": "exports/7", "expires_at": "+10000-01-01T00:00:00Z"}
                                        """)
                                .is(422)
                                .faults())
                .containsExactlyInAnyOrder(
                        "title invalid_text",
                        "data.a[0].b invalid_text",
                        "action_url invalid_url",
                        "expires_at invalid_instant");
        assertThat(
                        shop.put(
                                        "/api/v1/recipients/nul",
                                        "{\"attributes\": {\"team\": {\"x\\u0000\": 1}}}")
                                .is(422)
                                .faults())
                .containsExactly("attributes.team invalid_text");
    }

    @Test
    void keepsNumbersExactAndLinksInTheirNormalForm() {
        Answer accepted =
                shop.post(
                                NOTIFICATIONS,
                                """
                                {"recipients": ["tom"], "title": "x", "data": {"id": 18446744073709551615, "amount": 12345678.5,
                                 "fine": 123456789012345678.25, "power": 1e10, "small": 5e-4, "whole": 100.0},
                                 "action_url": " HTTPS://Bücher.example:443/a b|{c} ", "image_url": "/img/\u00fc.png"}
                                """)
                        .is(202);

        NotificationRequest request = published(accepted.at("/request_id"));
        assertThat(new String(EventJson.write(request.data()), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":18446744073709551615,\"amount\":12345678.5,\"fine\":123456789012345678.25,"
                                + "\"power\":10000000000,\"small\":0.0005,\"whole\":100}");
        assertThat(request.actionUrl()).isEqualTo("https://xn--bcher-kva.example/a%20b|%7Bc%7D");
        assertThat(request.imageUrl()).isEqualTo("/img/%C3%BC.png");
    }

    @Test
    void refusesNumbersBeyondADoubleAndNamesTheField() {
        for (String number :
                List.of(
                        "1e400",
                        "-1e309",
                        "1e-400",
                        "1e999999999",
                        "1e99999999999",
                        "7".repeat(1_001))) {
            Answer refused =
                    shop.post(
                                    NOTIFICATIONS,
                                    "{\"recipients\": [\"tom\"], \"title\": \"x\", \"data\": {\"a\": [1, {\"raw\": "
                                            + number
                                            + "}]}}")
                            .is(422);
            assertThat(refused.faults()).containsExactly("data.a[1].raw invalid_number");
            assertThat(refused.body()).contains(JsonNumbers.ALLOWED);
        }
        assertThat(
                        shop.put("/api/v1/recipients/num", "{\"attributes\": {\"level\": 1e400}}")
                                .is(422)
                                .faults())
                .containsExactly("attributes.level invalid_number");
        shop.post(
                        NOTIFICATIONS,
                        "{\"recipients\": [\"tom\"], \"title\": \"x\", \"data\": {\"a\": NaN}}")
                .is(400);
    }

    @Test
    void namesTheFieldThatBreaksTheTypesSchema() {
        Answer refused =
                shop.post(
                                NOTIFICATIONS,
                                "{\"recipients\": [\"tom\"], \"type\": \"issue-assigned\", \"data\": {\"count\": 0}}")
                        .is(422);

        assertThat(refused.faults())
                .containsExactlyInAnyOrder("data.actor data_schema", "data.count data_schema");
    }

    @Test
    void leavesATypeItsCategory() {
        assertThat(
                        shop.post(
                                        NOTIFICATIONS,
                                        "{\"recipients\": [\"tom\"], \"type\": \"issue-comment\", \"category\": \"security\"}")
                                .is(422)
                                .faults())
                .containsExactly("category category_of_type");
    }

    @Test
    void refusesWhatIsTooLargeOrUnreadable() {
        String large =
                "{\"recipients\": [\"tom\"], \"title\": \"x\", \"data\": {\"text\": \"%s\"}}";
        assertThat(shop.post(NOTIFICATIONS, large.formatted("x".repeat(33_000))).is(413).faults())
                .containsExactly("data too_large");
        assertThat(
                        shop.post(NOTIFICATIONS, large.formatted("x".repeat(10_000_000)))
                                .is(413)
                                .at("/code"))
                .isEqualTo("too_large");
        String crowd =
                String.join(
                        ",", IntStream.range(0, 1_001).mapToObj(i -> "\"r" + i + "\"").toList());
        assertThat(
                        shop.post(
                                        NOTIFICATIONS,
                                        "{\"recipients\": [" + crowd + "], \"title\": \"x\"}")
                                .is(422)
                                .faults())
                .containsExactly("recipients invalid_size");
        shop.post(NOTIFICATIONS, "{\"recipients\"").is(400);
        shop.call("POST", NOTIFICATIONS, "x", Map.of("Content-Type", "text/plain")).is(415);
    }

    @Test
    void isForServices() {
        new ApiCaller(port, TestTokens.user("tom")).post(NOTIFICATIONS, SIMPLE).is(403);
        new ApiCaller(port, null).post(NOTIFICATIONS, SIMPLE).is(401);
        new ApiCaller(port, TestTokens.expired("tom")).post(NOTIFICATIONS, SIMPLE).is(401);
    }

    @Test
    void answersTheSameKeyWithTheSameAndAsksOnce() {
        Answer first = submit("order-1", SIMPLE).is(202);
        Answer again =
                submit("order-1", "{\"title\": \"Hello\", \"recipients\": [\"tom\"]}").is(202);

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(
                        submit("order-1", "{\"recipients\": [\"tom\"], \"title\": \"Bye\"}")
                                .is(422)
                                .faults())
                .containsExactly("Idempotency-Key idempotency_key_reused");
        assertThat(
                        new ApiCaller(port, TestTokens.service("billing"))
                                .call(
                                        "POST",
                                        NOTIFICATIONS,
                                        SIMPLE,
                                        Map.of("Idempotency-Key", "order-1"))
                                .is(202)
                                .at("/request_id"))
                .as("another caller's key is another")
                .isNotEqualTo(first.at("/request_id"));
        assertThat(submit("two words", SIMPLE).is(400).faults())
                .containsExactly("Idempotency-Key invalid_idempotency_key");

        jdbc.update(
                "update idempotency_key set stored_at = stored_at - interval '24 hours' where key = 'order-1'");
        assertThat(submit("order-1", SIMPLE).is(202).at("/request_id"))
                .as("after a day it is forgotten")
                .isNotEqualTo(first.at("/request_id"));
    }

    @Test
    void refusesTheKeyWhileAnotherCallHoldsIt() throws Exception {
        String lock =
                "select pg_advisory%s(hashtextextended(E'idempotency\\ndefault\\nshop\\nPOST /api/v1/notifications\\norder-2', 0))";
        try (Connection holder = dataSource.getConnection();
                var statement = holder.createStatement()) {
            statement.execute(lock.formatted("_lock"));
            assertThat(submit("order-2", SIMPLE).is(409).at("/code"))
                    .isEqualTo("idempotency_key_in_use");
            statement.execute(lock.formatted("_unlock"));
        }
        submit("order-2", SIMPLE).is(202);
    }

    @Test
    void asksOnceHoweverManyCallWithAKeyAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls =
                    threads.invokeAll(
                            IntStream.range(0, 12)
                                    .<java.util.concurrent.Callable<Answer>>mapToObj(
                                            i -> () -> submit("order-3", SIMPLE))
                                    .toList());
            List<Answer> answers =
                    calls.stream().map(java.util.concurrent.Future::resultNow).toList();

            assertThat(answers).extracting(Answer::status).containsOnly(202, 409).contains(202);
            assertThat(
                            answers.stream()
                                    .filter(answer -> answer.status() == 202)
                                    .map(answer -> answer.at("/request_id"))
                                    .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void tellsWhatBecameOfARequest() {
        Answer accepted =
                shop.post(
                                NOTIFICATIONS,
                                "{\"recipients\": [\"tom\", \"tess\"], \"title\": \"Hello\"}")
                        .is(202);
        String requestId = accepted.at("/request_id");
        String path = "/api/v1/requests/" + requestId;
        assertThat(shop.get(path).is(200).at("/state")).isEqualTo("accepted");

        outcomes.observe(List.of(entry(Stages.DECIDED, requestId, accepted, 0)));
        assertThat(shop.get(path).at("/state")).isEqualTo("accepted");
        outcomes.observe(List.of(entry(Stages.FAILED, requestId, accepted, 1)));
        assertThat(shop.get(path).at("/state")).isEqualTo("decided");
        outcomes.observe(
                List.of(
                        entry(Stages.DECIDED, requestId, accepted, 1),
                        entry(Stages.FAILED, requestId, accepted, 0),
                        entry(Stages.DECIDED, UUID.randomUUID().toString(), accepted, 0),
                        entry(Stages.DECIDED, "not-ours", accepted, 0)));

        Answer decided = shop.get(path).is(200);
        assertThat(decided.at("/state")).isEqualTo("decided");
        assertThat(decided.at("/notifications/0/channels/email/reason"))
                .as("a failure told later takes nothing back")
                .isEqualTo("digest");
        assertThat(decided.at("/notifications/1/channels/email/reason")).isEqualTo("digest");
        shop.get("/api/v1/requests/" + UUID.randomUUID()).is(404);
        shop.get("/api/v1/requests/nonsense").is(404);
        new ApiCaller(
                        port,
                        TestTokens.mint("acme", "shop", java.time.Duration.ofHours(1), "service"))
                .get(path)
                .is(404);
    }

    private static TimelineEntry entry(String stage, String requestId, Answer accepted, int index) {
        String recipient = accepted.at("/notifications/" + index + "/recipient");
        UUID id = UUID.fromString(accepted.at("/notifications/" + index + "/id"));
        return new TimelineEntry(
                UUID.randomUUID(),
                stage,
                Instant.now(),
                "default",
                id,
                NotificationRequest.SOURCE,
                requestId,
                "ad-hoc",
                recipient,
                requestId,
                stage.equals(Stages.DECIDED)
                        ? Map.of(
                                "email",
                                new ChannelOutcome(
                                        ChannelOutcome.Outcome.DEFERRED,
                                        Reasons.DIGEST,
                                        "system",
                                        null))
                        : Map.of(),
                null,
                Map.of());
    }

    private Answer submit(String key, String body) {
        return shop.call("POST", NOTIFICATIONS, body, Map.of("Idempotency-Key", key));
    }

    private NotificationRequest published(String requestId) {
        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.REQUESTS))) {
            return EventJson.read(
                    probe.await(1, record -> requestId.equals(record.key())).getFirst().value(),
                    NotificationRequest.class);
        }
    }
}
