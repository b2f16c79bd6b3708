package dev.carillon.digest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.carillon.events.Channel;
import dev.carillon.events.Deferral;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Preferences;
import dev.carillon.events.Priority;
import dev.carillon.events.Reasons;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.events.rest.StatesAnswer;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.SettableClock;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import dev.carillon.test.WithEmbeddedServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The scheduler on a real broker and database; notification-api is an HTTP server that says what was seen.
@WithEmbeddedServers(schema = "digest")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "carillon.digest.poll-interval=50ms",
            "carillon.digest.lease=500ms",
            "carillon.digest.retry-after=50ms",
            "carillon.digest.workers=4",
            "carillon.digest.batch=7"
        })
@Import(DigestIT.Fixtures.class)
class DigestIT {
    private static final Set<UUID> SEEN = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger API_STATUS = new AtomicInteger(200);
    private static final AtomicInteger UNANSWERED = new AtomicInteger();
    private static final HttpServer API = api();
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    @TestConfiguration
    static class Fixtures {
        @Bean
        @Primary
        SettableClock settableClock() {
            return SettableClock.at(
                    Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(8)));
        }
    }

    @DynamicPropertySource
    static void apiUrl(DynamicPropertyRegistry registry) {
        registry.add("carillon.urls.api", () -> "http://localhost:" + API.getAddress().getPort());
    }

    @Autowired SettableClock clock;

    @Autowired RecordPublisher publisher;

    @Autowired TopicNames topics;

    @Autowired FreezeDigest freezeDigest;

    @Autowired JdbcClient jdbc;

    @Autowired
    @Qualifier("kafkaListeners")
    HealthIndicator listeners;

    @LocalServerPort int port;

    @BeforeEach
    void reset() {
        API_STATUS.set(200);
        SEEN.clear();
    }

    @Test
    void sendsOneDigestAtThePersonsOwnTimeWithoutWhatWasSeen() {
        String ann = person("Asia/Tokyo", null);
        Notification first = notification(ann, "first");
        Notification seen = notification(ann, "seen");
        Notification last = notification(ann, "last");
        SEEN.add(seen.id());
        List.of(first, seen, last).forEach(each -> defer(each, Reasons.DIGEST, 0, null));
        publisher.publish(deferral(first, Reasons.DIGEST, 0, null));
        awaitItems(ann, 3);
        assertThat(mailsOf(ann)).isEmpty();

        clock.set(nextTokyoNine());

        EmailMessage digest = awaitMails(ann, 1).getFirst();
        assertThat(digest.kind()).isEqualTo(EmailMessage.Kind.DIGEST);
        assertThat(digest.generation()).isZero();
        assertThat(digest.notifications())
                .extracting(Notification::id)
                .containsExactlyInAnyOrder(first.id(), last.id());
        assertThat(digest.total()).isEqualTo(2);
        assertThat(stages(ann)).contains("deferred", "digested", "left_out");

        clock.advance(Duration.ofDays(3));
        defer(notification(ann, "later"), Reasons.DIGEST, 0, null);
        awaitItems(ann, 4);
        clock.advance(Duration.ofDays(1));
        assertThat(awaitMails(ann, 2)).hasSize(2);
    }

    @Test
    void releasesSinglyAtTheEndOfQuietHours() {
        String ann = person(null, null);
        Notification notification = notification(ann, "quiet");
        Instant morning = clock.instant().plus(Duration.ofMinutes(5));
        defer(notification, Reasons.QUIET_HOURS, 0, morning);
        awaitItems(ann, 1);
        assertThat(mailsOf(ann)).isEmpty();

        clock.set(morning);

        EmailMessage mail = awaitMails(ann, 1).getFirst();
        assertThat(mail.id()).isEqualTo(notification.id());
        assertThat(mail.kind()).isEqualTo(EmailMessage.Kind.IMMEDIATE);
        assertThat(mail.generation()).isZero();
    }

    @Test
    void waitsForAnAnswerAboutWhatWasSeen() {
        API_STATUS.set(503);
        int before = UNANSWERED.get();
        String ann = person(null, null);
        Instant due = clock.instant().plus(Duration.ofMinutes(1));
        defer(notification(ann, "waits"), Reasons.QUIET_HOURS, 0, due);
        awaitItems(ann, 1);
        clock.set(due);
        await().atMost(Duration.ofSeconds(20)).until(() -> UNANSWERED.get() > before + 1);
        assertThat(mailsOf(ann)).isEmpty();

        API_STATUS.set(200);

        assertThat(awaitMails(ann, 1)).hasSize(1);
    }

    @Test
    void sendsWhatTheQuotaRefusedInTheNextDigestOrSinglyWithTheNextGeneration() {
        String ann = person(null, null);
        String bob = person(null, new DigestSettings(DigestFrequency.NEVER, null, null));
        Instant opens = clock.instant().plus(Duration.ofMinutes(30));
        Notification toAnn = notification(ann, "refused");
        Notification toBob = notification(bob, "refused");
        defer(toAnn, Reasons.QUOTA, 0, opens);
        defer(toBob, Reasons.QUOTA, 0, opens);
        awaitItems(ann, 1);
        awaitItems(bob, 1);

        clock.set(opens);

        EmailMessage single = awaitMails(bob, 1).getFirst();
        assertThat(single.id()).isEqualTo(toBob.id());
        assertThat(single.generation()).isEqualTo(1);
        assertThat(mailsOf(ann)).isEmpty();

        clock.advance(Duration.ofDays(1));
        EmailMessage digest = awaitMails(ann, 1).getFirst();
        assertThat(digest.notifications()).extracting(Notification::id).containsExactly(toAnn.id());

        Instant again = clock.instant().plus(Duration.ofHours(1));
        publisher.publish(
                record(
                        new Deferral(
                                digest.id(),
                                0,
                                Channel.EMAIL,
                                "default",
                                ann,
                                Reasons.QUOTA,
                                again,
                                null,
                                digest,
                                clock.instant())));
        awaitItems(ann, 2);
        clock.set(again);
        EmailMessage resent = awaitMails(ann, 2).getLast();
        assertThat(resent.id()).isEqualTo(digest.id());
        assertThat(resent.generation()).isEqualTo(1);
        assertThat(resent.notifications()).isEqualTo(digest.notifications());
    }

    @Test
    void givesEachDueRecipientOneDigestHoweverManyWorkersAskAtOnce() {
        List<String> people = IntStream.range(0, 60).mapToObj(i -> person(null, null)).toList();
        people.forEach(each -> {
            defer(notification(each, "one"), Reasons.DIGEST, 0, null);
            defer(notification(each, "two"), Reasons.DIGEST, 0, null);
        });
        people.forEach(each -> awaitItems(each, 2));

        clock.advance(Duration.ofDays(1));

        await().until(() -> mails(people).size() >= people.size());
        await().until(() -> unsentRuns() == 0);
        assertThat(mails(people))
                .allSatisfy(mail -> assertThat(mail.notifications()).hasSize(2))
                .extracting(EmailMessage::recipient)
                .containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    void publishesAgainWhatWasFrozenBeforeACrash() {
        String ann = person(null, new DigestSettings(null, LocalTime.of(23, 59), null));
        Notification notification = notification(ann, "frozen");
        defer(notification, Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);

        Optional<Runs.Unsent> frozen =
                freezeDigest.freeze(
                        new FreezeDigest.Wanted(
                                new RecipientKey("default", ann),
                                "manual",
                                "crash",
                                java.time.LocalDate.EPOCH,
                                clock.instant(),
                                null),
                        new StatesAnswer(Set.of(), Set.of()),
                        UUID.randomUUID());

        assertThat(frozen).isPresent();
        EmailMessage mail = awaitMails(ann, 1).getFirst();
        assertThat(mail.id()).isEqualTo(frozen.orElseThrow().runId());
        await().until(() -> unsentRuns() == 0);
    }

    @Test
    void makesADeadLetterOfWhatItCannotReadAndGoesOn() {
        String ann = person(null, null);
        publisher.publish(
                new OutgoingRecord(
                        Topics.DEFERRALS,
                        "default/" + ann,
                        Map.of(
                                Headers.CE_SPECVERSION,
                                "1.0",
                                Headers.CE_ID,
                                "broken-" + ann,
                                Headers.CE_SOURCE,
                                "test",
                                Headers.CE_TYPE,
                                RecordTypes.DEFERRAL),
                        "{\"id\":\"no uuid\"}".getBytes(StandardCharsets.UTF_8)));
        defer(notification(ann, "after"), Reasons.DIGEST, 0, null);

        awaitItems(ann, 1);
        List<ConsumerRecord<String, byte[]>> dead = read(Topics.DEAD_LETTERS);
        assertThat(dead)
                .anySatisfy(record -> {
                    assertThat(header(record, Headers.CE_ID)).isEqualTo("broken-" + ann);
                    assertThat(header(record, Headers.DEAD_CODE)).isEqualTo("malformed_value");
                    assertThat(header(record, Headers.DEAD_FIELD)).isEqualTo("id");
                });
    }

    @Test
    void takesARecordAgainUntilItCanBeStoredAndSaysSoInItsHealth() {
        String ann = person(null, null);
        Notification held = notification(ann, "held");
        jdbc.sql("alter table item rename to item_away").update();
        try {
            publisher.publish(deferral(held, Reasons.DIGEST, 0, null));
            await().until(() -> listeners.health().getStatus().equals(Status.DOWN));
            publisher.publish(deferral(notification(ann, "behind"), Reasons.DIGEST, 0, null));
        } finally {
            jdbc.sql("alter table item_away rename to item").update();
        }

        awaitItems(ann, 2);
        await().until(() -> listeners.health().getStatus().equals(Status.UP));
    }

    @Test
    void keepsWhereItFirstStarted() {
        String ann = person(null, null);
        defer(notification(ann, "any"), Reasons.DIGEST, 0, null);
        awaitItems(ann, 1);

        assertThat(
                        jdbc.sql(
                                        "select distinct topic from carillon_start_position where group_id = ?")
                                .param("digest-scheduler.deferrals")
                                .query(String.class)
                                .list())
                .containsExactly(topics.of(Topics.DEFERRALS));
    }

    @Test
    void listsCancelsAndRunsNowForThePersonAndNobodyElse() throws Exception {
        String ann = person(null, null);
        Notification kept = notification(ann, "kept");
        Notification dropped = notification(ann, "dropped");
        defer(kept, Reasons.DIGEST, 0, null);
        defer(dropped, Reasons.DIGEST, 0, null);
        awaitItems(ann, 2);

        assertThat(call("GET", "/api/v1/digests/pending", ann, null).body())
                .contains(kept.id().toString(), dropped.id().toString());
        assertThat(call("GET", "/api/v1/digests/pending?limit=0", ann, null).statusCode())
                .isEqualTo(400);
        assertThat(
                        call("DELETE", "/api/v1/digests/items/" + dropped.id(), "mallory", null)
                                .statusCode())
                .isEqualTo(404);
        assertThat(call("DELETE", "/api/v1/digests/items/" + dropped.id(), ann, null).statusCode())
                .isEqualTo(204);
        assertThat(call("DELETE", "/api/v1/digests/items/" + dropped.id(), ann, null).statusCode())
                .isEqualTo(204);
        assertThat(
                        call(
                                        "POST",
                                        "/api/v1/digests/runs",
                                        "mallory",
                                        "{\"recipient\":\"" + ann + "\"}")
                                .statusCode())
                .isEqualTo(403);
        assertThat(call("GET", "/api/v1/digests/runs", ann, null).statusCode()).isEqualTo(403);

        HttpResponse<String> now = call("POST", "/api/v1/digests/runs", ann, "{}");
        HttpResponse<String> again = call("POST", "/api/v1/digests/runs", ann, "{}");

        assertThat(now.body()).contains("\"state\":\"sent\"", "\"items\":1");
        assertThat(again.body()).contains("\"state\":\"empty\"");
        EmailMessage mail = awaitMails(ann, 1).getFirst();
        assertThat(mail.notifications()).extracting(Notification::id).containsExactly(kept.id());
    }

    private HttpResponse<String> call(String method, String path, String recipient, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Authorization", "Bearer " + TestTokens.user(recipient))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private String person(String zone, DigestSettings digest) {
        String id = "person-" + PEOPLE.incrementAndGet();
        Instant now = clock.instant();
        publisher.publish(
                OutgoingRecord.of(
                        Topics.RECIPIENTS,
                        "default/" + id,
                        RecordTypes.RECIPIENT,
                        id,
                        "test",
                        now,
                        "default",
                        null,
                        new Recipient(
                                "default", id, 1, null, null, null, null, zone, null, Map.of(),
                                false, false, now)));
        publisher.publish(
                OutgoingRecord.of(
                        Topics.PREFERENCES,
                        "default/" + id,
                        RecordTypes.PREFERENCES,
                        id,
                        "test",
                        now,
                        "default",
                        null,
                        new Preferences(
                                "default", id, 1, Map.of(), Map.of(), Map.of(), null, digest, false,
                                now)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> count("preference", id) + count("recipient", id) == 2);
        return id;
    }

    private Notification notification(String recipient, String event) {
        Instant now = clock.instant();
        return new Notification(
                Identity.of("default", "test", event, "issue-comment", recipient)
                        .notificationId(now),
                "default",
                recipient,
                "issue-comment",
                1,
                "comment",
                Priority.MEDIUM,
                Level.INFO,
                event,
                "",
                Map.of(),
                null,
                null,
                List.of(),
                0,
                null,
                0,
                false,
                null,
                false,
                now,
                null,
                "test",
                event,
                now);
    }

    private void defer(
            Notification notification, String reason, int generation, Instant notBefore) {
        publisher.publish(deferral(notification, reason, generation, notBefore));
    }

    private OutgoingRecord deferral(
            Notification notification, String reason, int generation, Instant notBefore) {
        return record(
                new Deferral(
                        notification.id(),
                        generation,
                        Channel.EMAIL,
                        "default",
                        notification.recipient(),
                        reason,
                        notBefore,
                        notification,
                        null,
                        clock.instant()));
    }

    private static OutgoingRecord record(Deferral deferral) {
        return OutgoingRecord.of(
                Topics.DEFERRALS,
                deferral.recipientKey().toString(),
                RecordTypes.DEFERRAL,
                deferral.id() + ":" + deferral.generation(),
                "test",
                deferral.decidedAt(),
                "default",
                null,
                deferral);
    }

    private void awaitItems(String recipient, int items) {
        await().atMost(Duration.ofSeconds(30)).until(() -> count("item", recipient) == items);
    }

    private int count(String table, String recipient) {
        return jdbc.sql("select count(*) from " + table + " where recipient = ?")
                .param(recipient)
                .query(Integer.class)
                .single();
    }

    private int unsentRuns() {
        return jdbc.sql("select count(*) from run where sent_at is null")
                .query(Integer.class)
                .single();
    }

    private List<EmailMessage> awaitMails(String recipient, int mails) {
        await().atMost(Duration.ofSeconds(30)).until(() -> mailsOf(recipient).size() >= mails);
        return mailsOf(recipient);
    }

    private List<EmailMessage> mailsOf(String recipient) {
        return mails(List.of(recipient));
    }

    private List<EmailMessage> mails(List<String> recipients) {
        return read(Topics.EMAIL).stream()
                .map(record -> EventJson.read(record.value(), EmailMessage.class))
                .filter(mail -> recipients.contains(mail.recipient()))
                .toList();
    }

    private List<String> stages(String recipient) {
        return read(Topics.TIMELINE).stream()
                .map(record -> EventJson.read(record.value(), TimelineEntry.class))
                .filter(entry -> recipient.equals(entry.recipient()))
                .map(TimelineEntry::stage)
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> read(String topic) {
        try (TopicProbe probe = TopicProbe.of(topics.of(topic))) {
            return new ArrayList<>(probe.readToEnd());
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private Instant nextTokyoNine() {
        Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        return today.isBefore(clock.instant()) ? today.plus(Duration.ofDays(1)) : today;
    }

    private static HttpServer api() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            server.createContext(
                    "/api/v1/notifications/states",
                    exchange -> {
                        exchange.getRequestBody().readAllBytes();
                        if (API_STATUS.get() != 200) {
                            UNANSWERED.incrementAndGet();
                        }
                        byte[] answer = EventJson.write(new StatesAnswer(SEEN, Set.of()));
                        exchange.sendResponseHeaders(API_STATUS.get(), answer.length);
                        exchange.getResponseBody().write(answer);
                        exchange.close();
                    });
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
