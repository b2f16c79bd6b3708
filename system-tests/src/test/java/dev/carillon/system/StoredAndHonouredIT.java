package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.drive.BellClient;
import dev.carillon.drive.CodeHost;
import dev.carillon.drive.EventLog;
import dev.carillon.drive.Rest;
import dev.carillon.local.Service;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Settings of a caller are not only stored, but also applied.
class StoredAndHonouredIT {
    @Test
    void removesANotificationWhenItExpires() {
        String ann = World.person("expires");
        try (BellClient client = World.bell(ann)) {
            trigger(
                    Map.of(
                            "recipients", List.of(ann),
                            "title", "Gone soon",
                            "expires_at",
                                    Instant.now()
                                            .plus(Duration.ofSeconds(6))
                                            .truncatedTo(ChronoUnit.MILLIS)
                                            .toString()));
            await().until(() -> World.callers().user(ann).inbox().size() == 1);
            long came = World.callers().user(ann).counts().path("seq").asLong();

            await().untilAsserted(() -> assertThat(World.callers().user(ann).inbox()).isEmpty());

            JsonNode counts = World.callers().user(ann).counts();
            assertThat(counts.path("unread").path("total").asInt()).isZero();
            assertThat(counts.path("seq").asLong()).isGreaterThan(came);
            await().until(() -> client.shown().contains(counts.path("seq").asLong()));
        }
    }

    @Test
    void sendsOnlyThroughTheChannelsThatTheCallerNames() {
        String ann = World.person("channels");
        World.register(ann);
        String quiet =
                trigger(
                        Map.of(
                                "recipients", List.of(ann),
                                "type", "security-alert",
                                "title", "Only in the bell",
                                "channels", List.of("in_app"),
                                "data", alert()));
        String loud =
                trigger(
                        Map.of(
                                "recipients",
                                List.of(ann),
                                "type",
                                "security-alert",
                                "data",
                                alert()));

        await().untilAsserted(() -> {
            assertThat(outcome(quiet, "email")).isEqualTo("suppressed not_requested");
            assertThat(outcome(loud, "email")).startsWith("sent");
        });
        await().until(() -> World.callers().mails(ann).size() == 1);
        await().until(() -> World.callers().user(ann).inbox().size() == 2);
    }

    @Test
    void appliesPreferencesThatWereWrittenJustBefore() {
        for (int round = 0; round < 20; round++) {
            String ann = World.person("writes");
            World.register(ann);
            boolean off = round % 2 == 0;
            World.callers()
                    .user(ann)
                    .put(
                            "/api/v1/preferences",
                            Map.of(
                                    "types",
                                    Map.of("security-alert", Map.of()),
                                    "channels",
                                    Map.of("in_app", !off)))
                    .expectSuccess();

            String request = trigger(Map.of("recipients", List.of(ann), "title", "Right after"));

            await().untilAsserted(() ->
                    assertThat(outcome(request, "in_app"))
                            .isEqualTo(off ? "suppressed channel_off" : "sent immediate"));
        }
    }

    @Test
    void rebuildsTheQuotaFromTheLedgerBeforeTheNextMailWhenRedisWasFlushed() throws Exception {
        String ann = World.person("flushed");
        World.register(ann);
        mailOne(ann, 1);
        await().until(() -> World.callers().mails(ann).size() == 1);
        long used = used();
        assertThat(used).isPositive();

        URI redis = URI.create(World.stack().redis());
        try (var socket = new java.net.Socket(redis.getHost(), redis.getPort())) {
            socket.getOutputStream()
                    .write("FLUSHALL\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(
                            new String(
                                    socket.getInputStream().readNBytes(3),
                                    java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("+OK");
        }
        mailOne(ann, 2);
        await().until(() -> World.callers().mails(ann).size() == 2);

        assertThat(used()).isEqualTo(used + 1);
    }

    @Test
    void publishesThroughTheStandbyWhenTheRelaysLeaderDies() {
        World.stack().start(Service.API, 2);
        try {
            String ann = World.person("standby");
            World.stack().kill("notification-api");
            Rest.Answer accepted =
                    World.callers()
                            .service()
                            .at(2)
                            .post(
                                    "/api/v1/notifications",
                                    Map.of(
                                            "recipients",
                                            List.of(ann),
                                            "title",
                                            "Through the standby"))
                            .expect(202);
            assertThat(accepted.body().path("notifications")).hasSize(1);
            Rest standby = World.callers().userAt(2, ann);
            await().until(() -> standby.inbox().size() == 1);
        } finally {
            World.stack().restart("notification-api");
            World.stack().stop("notification-api-2");
        }
    }

    @Test
    void sendsADueDigestOnceWithTwoSchedulers() {
        World.stack().start(Service.DIGEST, 2);
        try {
            List<String> people = IntStream.range(0, 8).mapToObj(i -> World.person("due")).toList();
            LocalTime due =
                    LocalTime.now(ZoneOffset.UTC).plusSeconds(70).truncatedTo(ChronoUnit.MINUTES);
            String time = DateTimeFormatter.ofPattern("HH:mm").format(due);
            for (String person : people) {
                World.register(person);
                World.callers()
                        .user(person)
                        .put("/api/v1/preferences", Map.of("digest", Map.of("time", time)))
                        .expectSuccess();
            }
            try (EventLog log = new EventLog(World.stack())) {
                people.forEach(person ->
                        log.event(
                                person + "-due",
                                CodeHost.REVIEWED,
                                "due",
                                CodeHost.reviewed(person, "due", 1)));
            }
            people.forEach(person ->
                    await().until(() ->
                            World.callers()
                                            .user(person)
                                            .get(Service.DIGEST, "/api/v1/digests/pending")
                                            .body()
                                            .path("items")
                                            .size()
                                    == 1));

            people.forEach(person ->
                    await().atMost(Duration.ofSeconds(150))
                            .untilAsserted(
                                    () -> assertThat(World.callers().mails(person)).hasSize(1)));
            people.forEach(person -> {
                JsonNode runs =
                        World.callers()
                                .admin()
                                .get(Service.DIGEST, "/api/v1/digests/runs?recipient=" + person)
                                .expect(200)
                                .body();
                assertThat(runs.path("items")).hasSize(1);
                assertThat(
                                World.database()
                                        .number(
                                                "select count(*) from email.messages where recipient = ?",
                                                person))
                        .isOne();
            });
        } finally {
            World.stack().stop("digest-scheduler-2");
        }
    }

    private static void mailOne(String recipient, int number) {
        try (EventLog log = new EventLog(World.stack())) {
            log.event(
                    recipient + "-" + number,
                    CodeHost.ASSIGNED,
                    "quota",
                    CodeHost.assigned(recipient, "quota", number));
        }
    }

    private static long used() {
        return World.callers()
                .admin()
                .get(Service.EMAIL, "/api/v1/email/quota")
                .expect(200)
                .body()
                .path("quota")
                .path("used")
                .asLong();
    }

    private static Map<String, ?> alert() {
        return Map.of("repository", "system/alerts", "alert", "semver is vulnerable", "number", 1);
    }

    private static String trigger(Map<String, ?> body) {
        return World.callers()
                .service()
                .post("/api/v1/notifications", body)
                .expect(202)
                .body()
                .path("request_id")
                .asString();
    }

    private static String outcome(String request, String channel) {
        JsonNode answer =
                World.callers().service().get("/api/v1/requests/" + request).expect(200).body();
        JsonNode decided = answer.path("notifications").path(0).path("channels").path(channel);
        return decided.path("outcome").asString("") + " " + decided.path("reason").asString("");
    }
}
