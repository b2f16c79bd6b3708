package dev.carillon.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.Channel;
import dev.carillon.events.ChannelOutcome;
import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Identity;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.NotificationRequest.RequestedRecipient;
import dev.carillon.events.Preferences;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Reasons;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Stages;
import dev.carillon.events.Switch;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.processor.ExampleTypes;
import dev.carillon.test.TopicProbe;
import dev.carillon.test.WithEmbeddedServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "carillon.processor.reference-wait=30s")
@WithEmbeddedServers(schema = "processor")
@Import(Interruptions.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessorIT {
    private static final String TEAM_NEWS =
            """
            key: team-news
            category: news
            channels: { in_app: true, email: digest }
            rules:
              - event: com.example.team.news
                recipients: data.people
                data: { headline: data.headline }
            templates:
              in_app:
                en: { title: "{{headline}}" }
            """;

    private final Instant eventTime =
            Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MILLIS);
    private final Map<String, TopicProbe> probes = new HashMap<>();

    @Autowired private Published published;
    @Autowired private Interruptions.Switchboard interruptions;
    @Autowired private IntakeGate gate;
    @Autowired private Intake intake;
    @Autowired private TopicNames topicNames;
    @Autowired private JdbcTemplate jdbc;
    @Autowired private MeterRegistry meters;

    @BeforeAll
    void opensOnlyOnACompleteCatalogue() {
        var types = new ArrayList<>(ExampleTypes.codeHost());
        types.add(ExampleTypes.type(TEAM_NEWS));
        waiting().until(() -> gate.closedBecause().orElse("").contains("no catalogue"));

        published.catalogue(types);
        waiting().until(() -> gate.closedBecause().orElse("").contains("is not there at version"));

        published.types(types);
        waiting().until(() -> gate.closedBecause().isEmpty());
    }

    @AfterAll
    void closeProbes() {
        probes.values().forEach(TopicProbe::close);
    }

    @Test
    void anEventBecomesANotificationAMailAndADecisionInTheTimeline() {
        published.recipient(recipient("cora", 1, "de-CH"));
        awaitRow("recipient", "cora");
        published.event("assigned-1", "com.github.issues.assigned", eventTime, assigned("cora"));

        Notification notification = notifications("assigned-1", 1).getFirst();
        assertThat(notification.id())
                .isEqualTo(
                        Identity.of(
                                        "default",
                                        Published.SOURCE,
                                        "assigned-1",
                                        "issue-assigned",
                                        "cora")
                                .notificationId(eventTime));
        assertThat(notification.title()).isEqualTo("bob hat dir ann/clock#7 zugewiesen: It ticks");
        assertThat(notification.actionUrl()).isEqualTo("https://x.example/i/7");
        assertThat(notification.data()).containsEntry("number", 7);
        assertThat(notification.createdAt()).isEqualTo(eventTime);
        assertThat(notification.actors()).containsExactly("bob");
        EmailMessage mail =
                read(
                                Topics.EMAIL,
                                1,
                                about(EmailMessage.class, one -> one.recipient().equals("cora")),
                                EmailMessage.class)
                        .getFirst();
        assertThat(mail.id()).isEqualTo(notification.id());
        assertThat(mail.notifications()).containsExactly(notification);
        TimelineEntry decided = timeline("assigned-1", Stages.DECIDED, 1).getFirst();
        assertThat(decided.notificationId()).isEqualTo(notification.id());
        assertThat(decided.channels().get("email").reason()).isEqualTo(Reasons.IMMEDIATE);
        assertThat(decided.text()).isEqualTo("In the inbox at once; by mail at once.");
    }

    @Test
    void aReplayEmitsTheSameBytesAndDecidesNothing() {
        published.event("again-1", "com.github.issues.assigned", eventTime, assigned("rita"));
        notifications("again-1", 1);

        published.event(
                "again-1",
                "com.github.issues.assigned",
                eventTime.plusSeconds(60),
                assigned("rita"));

        List<byte[]> values = new ArrayList<>();
        probe(Topics.NOTIFICATIONS)
                .await(2, about(Notification.class, one -> one.eventId().equals("again-1")))
                .forEach(record -> values.add(record.value()));
        assertThat(values.get(1)).isEqualTo(values.get(0));
        assertThat(count("select count(*) from processor.decision where event_id = 'again-1'"))
                .isOne();
    }

    @Test
    void aCrashBetweenCommitAndProduceEmitsWhatWasCommitted() {
        interruptions.failNextPublish();
        published.event("crash-1", "com.github.issues.assigned", eventTime, assigned("carl"));

        Notification notification = notifications("crash-1", 1).getFirst();

        assertThat(interruptions.failures()).isPositive();
        Instant decidedAt =
                jdbc.queryForObject(
                                "select decided_at from processor.decision where event_id = 'crash-1'",
                                java.time.OffsetDateTime.class)
                        .toInstant();
        assertThat(notification.decidedAt())
                .as("the emission is the one that was committed before the crash")
                .isEqualTo(decidedAt)
                .isBefore(interruptions.lastFailure());
    }

    @Test
    void aMalformedEventIsADeadLetterAndStopsNobody() {
        published.raw(
                "ann/clock",
                Map.of("ce_specversion", "1.0", "ce_type", "com.github.fork", "ce_source", "s"),
                "{}");
        published.raw(
                "ann/clock",
                Map.of("content-type", "application/cloudevents+json"),
                "{\"specversion\":\"1.0\",");
        published.event("not-an-object", "com.github.fork", eventTime, "[1]");
        published.event(
                "behind-the-malformed", "com.github.issues.assigned", eventTime, assigned("dora"));

        notifications("behind-the-malformed", 1);
        assertThat(deadLetter(Headers.DEAD_FIELD, "id"))
                .containsEntry(Headers.DEAD_CODE, "malformed_event");
        assertThat(deadLetter(Headers.DEAD_FIELD, "value").get(Headers.DEAD_REASON))
                .contains("JSON object");
        assertThat(deadLetter("ce_id", "not-an-object").get(Headers.DEAD_REASON))
                .contains("a JSON object");
        assertThat(timeline("not-an-object", Stages.FAILED, 1)).hasSize(1);
    }

    @Test
    void structuredEventsAreTakenInTheSame() {
        published.raw(
                "ann/clock",
                Map.of("content-type", "application/cloudevents+json; charset=utf-8"),
                "{\"specversion\":\"1.0\",\"id\":\"structured-1\",\"source\":\"%s\",\"type\":\"com.github.issues.assigned\",\"time\":\"%s\",\"data\":%s}"
                        .formatted(Published.SOURCE, eventTime, assigned("sid")));

        assertThat(notifications("structured-1", 1).getFirst().createdAt()).isEqualTo(eventTime);
    }

    @Test
    void whatNobodyIsToldOfStandsInTheTimeline() {
        published.event("nothing-1", "com.github.ping", eventTime, "{}");
        published.event(
                "untrue-1",
                "com.github.workflow_run.completed",
                eventTime,
                "{\"workflow_run\":{\"conclusion\":\"success\"}}");
        published.event(
                "nobody-1", "com.github.issues.assigned", eventTime, assigned("helper[bot]"));

        assertThat(timeline("nothing-1", Stages.NO_MATCH, 1).getFirst().text())
                .contains("com.github.ping");
        assertThat(timeline("untrue-1", Stages.NO_MATCH, 1).getFirst().text())
                .contains("build-finished");
        assertThat(timeline("nobody-1", Stages.NO_RECIPIENT, 1).getFirst().type())
                .isEqualTo("issue-assigned");
    }

    @Test
    void anInvalidRecipientIsADeadLetterWhileTheOthersAreServed() {
        published.event(
                "people-1",
                "com.example.team.news",
                eventTime,
                "{\"headline\":\"Hello\",\"people\":[\"not valid\",\"vera\"]}");

        assertThat(notifications("people-1", 1).getFirst().recipient()).isEqualTo("vera");
        Map<String, String> dead = deadLetter("ce_id", "people-1");
        assertThat(dead)
                .containsEntry(Headers.DEAD_CODE, "invalid_recipient")
                .containsEntry(Headers.DEAD_TYPE, "team-news")
                .containsEntry(Headers.DEAD_EXPRESSION, "data.people")
                .containsEntry(Headers.DEAD_FIELD, "recipients");
        assertThat(dead.get(Headers.DEAD_REASON)).contains(RecipientKey.RECIPIENT_ALLOWED);
        assertThat(timeline("people-1", Stages.FAILED, 1).getFirst().details())
                .containsEntry("recipient", "not valid");
    }

    @Test
    void anExpressionThatErrsNamesTypeExpressionAndField() {
        published.event(
                "lacking-1", "com.github.issues.assigned", eventTime, "{\"issue\":{\"number\":1}}");

        Map<String, String> dead = deadLetter("ce_id", "lacking-1");
        assertThat(dead)
                .containsEntry(Headers.DEAD_CODE, "expression_failed")
                .containsEntry(Headers.DEAD_TYPE, "issue-assigned")
                .containsEntry(Headers.DEAD_FIELD, "data.assignee");
        assertThat(dead.get(Headers.DEAD_EXPRESSION)).contains("data.assignee.login");
    }

    @Test
    void timesOutsideOfTheOpenPartitionsAreDeadLetters() {
        published.event(
                "tomorrow",
                "com.github.issues.assigned",
                Instant.now().plus(Duration.ofDays(1)),
                assigned("ann"));
        published.event(
                "long-ago",
                "com.github.issues.assigned",
                Instant.parse("2020-01-01T00:00:00Z"),
                assigned("ann"));

        assertThat(deadLetter("ce_id", "tomorrow"))
                .containsEntry(Headers.DEAD_CODE, "time_in_future");
        assertThat(deadLetter("ce_id", "long-ago"))
                .containsEntry(Headers.DEAD_CODE, "time_too_old");
    }

    @Test
    void aDuplicateWithinTheWindowNamesItsOwner() {
        published.event(
                "comment-1", "com.github.issue_comment.created", eventTime, comment("dedi", 1));
        Notification owner = notifications("comment-1", 1).getFirst();
        published.event(
                "comment-2",
                "com.github.issue_comment.created",
                eventTime.plusSeconds(599),
                comment("dedi", 1));
        published.event(
                "comment-3",
                "com.github.issue_comment.created",
                eventTime.minusSeconds(599),
                comment("dedi", 1));
        published.event(
                "comment-4",
                "com.github.issue_comment.created",
                eventTime.plusSeconds(600),
                comment("dedi", 1));
        published.event(
                "comment-5", "com.github.issue_comment.created", eventTime, comment("dedi", 2));

        for (String repeated : List.of("comment-2", "comment-3")) {
            TimelineEntry decided = timeline(repeated, Stages.DECIDED, 1).getFirst();
            assertThat(decided.details()).containsEntry("duplicate_of", owner.id().toString());
            assertThat(decided.channels().values())
                    .extracting(ChannelOutcome::reason)
                    .containsExactly(Reasons.DUPLICATE, Reasons.DUPLICATE);
        }
        notifications("comment-4", 1);
        notifications("comment-5", 1);
        assertThat(
                        probe(Topics.NOTIFICATIONS).readToEnd().stream()
                                .filter(
                                        about(
                                                Notification.class,
                                                one ->
                                                        Set.of("comment-2", "comment-3")
                                                                .contains(one.eventId()))))
                .isEmpty();
    }

    @Test
    void severalWritersTakeADedupKeyOnceAndAnIdentityOnce() {
        List<List<ConsumerRecord<String, byte[]>>> batches = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                // the same identities for all, and one dedup key for each two of them
                String id = "race-" + (writer % 2 == 0 ? i : 19 - i);
                batch.add(
                        published.record(
                                id,
                                "com.github.issue_comment.created",
                                eventTime,
                                comment("racer", 100 + i / 2)));
            }
            batches.add(batch);
        }

        CompletableFuture.allOf(
                        batches.stream()
                                .map(batch ->
                                        CompletableFuture.runAsync(
                                                () -> intake.domainEvents(batch)))
                                .toArray(CompletableFuture[]::new))
                .join();

        assertThat(count("select count(*) from processor.decision where event_id like 'race-%'"))
                .isEqualTo(20);
        assertThat(
                        count(
                                "select count(*) from processor.dedup_claim c join processor.decision d on d.identity = c.owner where d.event_id like 'race-%'"))
                .isEqualTo(
                        count(
                                "select count(*) from processor.decision where event_id like 'race-%' and channels like '%\"sent\"%'"))
                .isEqualTo(10);
        List<UUID> told =
                probe(Topics.NOTIFICATIONS).readToEnd().stream()
                        .filter(about(Notification.class, one -> one.eventId().startsWith("race-")))
                        .map(record -> EventJson.read(record.value(), Notification.class).id())
                        .distinct()
                        .toList();
        assertThat(told).hasSize(10);
    }

    @Test
    void quietHoursAreSilentAndHoldTheMailBack() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        published.preferences(
                preferences(
                        "quinn", 1, Map.of(), new QuietHours(now.minusHours(1), now.plusHours(1))));
        awaitRow("preferences", "quinn");
        published.event("quiet-1", "com.github.issues.assigned", eventTime, assigned("quinn"));

        assertThat(notifications("quiet-1", 1).getFirst().silent()).isTrue();
        Deferral deferral =
                read(
                                Topics.DEFERRALS,
                                1,
                                about(Deferral.class, one -> one.recipient().equals("quinn")),
                                Deferral.class)
                        .getFirst();
        assertThat(deferral.reason()).isEqualTo(Reasons.QUIET_HOURS);
        assertThat(deferral.notBefore().atOffset(ZoneOffset.UTC).toLocalTime())
                .isEqualTo(now.plusHours(1));
        assertThat(deferral.notification().eventId()).isEqualTo("quiet-1");
    }

    @Test
    void aRequestIsServedByWhatItsCallerWroteJustBefore() {
        published.request(
                request("ryw-1", "issue-assigned", new RequestedRecipient("wanda", 3, 2)));
        waiting().until(() -> meters.counter("carillon.reference.waits").count() > 0);
        assertThat(count("select count(*) from processor.decision where recipient = 'wanda'"))
                .isZero();
        published.recipient(recipient("wanda", 3, "de"));
        published.preferences(preferences("wanda", 2, Map.of(Channel.EMAIL, Switch.OFF), null));

        Notification notification = notifications("ryw-1", 1).getFirst();
        assertThat(notification.title()).startsWith("bob hat dir");
        TimelineEntry decided = timeline("ryw-1", Stages.DECIDED, 1).getFirst();
        assertThat(decided.requestId()).isEqualTo("ryw-1");
        assertThat(decided.channels().get("email").reason()).isEqualTo(Reasons.CHANNEL_OFF);
        assertThat(decided.details())
                .containsKey("waited_ms")
                .doesNotContainKey("reference_behind");
    }

    @Test
    void anUnknownTypeIsADeadLetterAndEachRecipientsRequestFails() {
        published.request(
                request("unknown-1", "no-such-type", new RequestedRecipient("uma", 0, 0)));

        assertThat(deadLetter("ce_id", "unknown-1"))
                .containsEntry(Headers.DEAD_CODE, "unknown_type")
                .containsEntry(Headers.DEAD_TYPE, "no-such-type");
        List<TimelineEntry> failed = timeline("unknown-1", Stages.FAILED, 2);
        assertThat(failed)
                .anySatisfy(entry -> {
                    assertThat(entry.recipient()).isEqualTo("uma");
                    assertThat(entry.requestId()).isEqualTo("unknown-1");
                });
    }

    @Test
    void anAdHocRequestCarriesItsOwnTextsAndNarrowsItsChannels() {
        NotificationRequest request =
                new NotificationRequest(
                        "default",
                        "adhoc-1",
                        null,
                        "shop",
                        Instant.now(),
                        List.of(new RequestedRecipient("otto", 0, 0)),
                        null,
                        0,
                        "Your parcel",
                        "It is here",
                        null,
                        null,
                        null,
                        Map.of("parcel", 5),
                        "/parcels/5",
                        null,
                        null,
                        Set.of(Channel.IN_APP));
        published.request(request);

        Notification notification = notifications("adhoc-1", 1).getFirst();
        assertThat(notification.title()).isEqualTo("Your parcel");
        assertThat(notification.type()).isEqualTo(Notification.AD_HOC);
        assertThat(notification.actionUrl()).isEqualTo("/parcels/5");
        assertThat(
                        timeline("adhoc-1", Stages.DECIDED, 1)
                                .getFirst()
                                .channels()
                                .get("email")
                                .reason())
                .isEqualTo(Reasons.NOT_REQUESTED);
    }

    private List<Notification> notifications(String eventId, int count) {
        return read(
                Topics.NOTIFICATIONS,
                count,
                about(Notification.class, one -> one.eventId().equals(eventId)),
                Notification.class);
    }

    private List<TimelineEntry> timeline(String eventId, String stage, int count) {
        return read(
                Topics.TIMELINE,
                count,
                about(
                        TimelineEntry.class,
                        one -> eventId.equals(one.eventId()) && stage.equals(one.stage())),
                TimelineEntry.class);
    }

    private Map<String, String> deadLetter(String header, String value) {
        return headers(
                probe(Topics.DEAD_LETTERS)
                        .await(1, record -> value.equals(headers(record).get(header)))
                        .getFirst());
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        Arrays.stream(record.headers().toArray())
                .forEach((Header header) ->
                        headers.put(
                                header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private <T> List<T> read(
            String topic,
            int count,
            Predicate<ConsumerRecord<String, byte[]>> matching,
            Class<T> type) {
        return probe(topic).await(count, matching).stream()
                .map(record -> EventJson.read(record.value(), type))
                .toList();
    }

    private static <T> Predicate<ConsumerRecord<String, byte[]>> about(
            Class<T> type, Predicate<T> matching) {
        return record -> matching.test(EventJson.read(record.value(), type));
    }

    private TopicProbe probe(String topic) {
        return probes.computeIfAbsent(topic, base -> TopicProbe.of(topicNames.of(base)));
    }

    private long count(String sql) {
        return jdbc.queryForObject(sql, Long.class);
    }

    private void awaitRow(String table, String recipient) {
        waiting()
                .until(() ->
                        count(
                                        "select count(*) from processor."
                                                + table
                                                + " where recipient = '"
                                                + recipient
                                                + "'")
                                == 1);
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private static String assigned(String login) {
        return """
        {"issue": {"number": 7, "title": "It ticks", "html_url": "https://x.example/i/7"}, "assignee": {"login": "%s"},
         "repository": {"full_name": "ann/clock", "owner": {"login": "ann"}}, "sender": {"login": "bob"}}
        """
                .formatted(login);
    }

    private static String comment(String author, int issue) {
        return """
        {"issue": {"number": %d, "title": "It ticks", "user": {"login": "%s"}}, "comment": {"body": "Why?"},
         "repository": {"full_name": "ann/clock"}, "sender": {"login": "bob"}}
        """
                .formatted(issue, author);
    }

    private static Recipient recipient(String id, long version, String locale) {
        return new Recipient(
                "default",
                id,
                version,
                id,
                id + "@mail.example",
                null,
                locale,
                "UTC",
                null,
                Map.of(),
                false,
                false,
                Instant.now());
    }

    private static Preferences preferences(
            String id, long version, Map<Channel, Switch> channels, QuietHours quiet) {
        return new Preferences(
                "default",
                id,
                version,
                channels,
                Map.of(),
                Map.of(),
                quiet,
                null,
                false,
                Instant.now());
    }

    private static NotificationRequest request(
            String id, String type, RequestedRecipient recipient) {
        Map<String, Object> data =
                Map.of("actor", "bob", "repository", "ann/clock", "number", 7, "issue", "It ticks");
        return new NotificationRequest(
                "default",
                id,
                null,
                "shop",
                Instant.now(),
                List.of(recipient),
                type,
                type.startsWith("issue") ? 1 : 0,
                null,
                null,
                null,
                null,
                null,
                data,
                null,
                null,
                null,
                Set.of());
    }
}
