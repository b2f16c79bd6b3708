package dev.carillon.processor.intake;

import static org.awaitility.Awaitility.await;

import dev.carillon.events.Channel;
import dev.carillon.events.EventJson;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.NotificationRequest.RequestedRecipient;
import dev.carillon.events.Preferences;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Recipient;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/// Starts the processor on real servers, once for all tests that use it, and reads what it publishes.
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "carillon.processor.reference-wait=30s")
@WithEmbeddedServers(schema = "processor")
@Import(Interruptions.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProcessorTest {
    static final String TEAM_NEWS =
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

    static final String INVOICE_DUE =
            """
            key: invoice-due
            channels: { in_app: true }
            rules:
              - event: example.invoice.due
                recipients: data.user
                data:
                  amount: data.?amount
                  number: data.?number
                  name: data.?name
                  label: string(data.?number.orValue(0))
                action_url: firstText([data.?url])
                image_url: firstText([data.?image])
            templates:
              in_app:
                en: { title: "Invoice {{number}} of {{name}}: {{amount}} EUR" }
            """;

    final Instant eventTime =
            Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MILLIS);
    final Map<String, TopicProbe> probes = new HashMap<>();

    @Autowired Published published;
    @Autowired Interruptions.Switchboard interruptions;
    @Autowired IntakeGate gate;
    @Autowired Intake intake;
    @Autowired TopicNames topicNames;
    @Autowired JdbcTemplate jdbc;
    @Autowired MeterRegistry meters;

    @BeforeAll
    void opensOnlyOnACompleteCatalogue() {
        if (gate.closedBecause().isEmpty()) {
            return; // Another test has already opened the gate of the shared context.
        }
        var types = new ArrayList<>(ExampleTypes.codeHost());
        types.add(ExampleTypes.type(TEAM_NEWS));
        types.add(ExampleTypes.type(INVOICE_DUE));
        waiting().until(() -> gate.closedBecause().orElse("").contains("no catalogue"));

        published.catalogue(types);
        waiting()
                .until(() ->
                        gate.closedBecause().orElse("").contains("has not arrived in version"));

        published.types(types);
        waiting().until(() -> gate.closedBecause().isEmpty());
    }

    @AfterAll
    void closeProbes() {
        probes.values().forEach(TopicProbe::close);
    }

    List<Notification> notifications(String eventId, int count) {
        return read(
                Topics.NOTIFICATIONS,
                count,
                about(Notification.class, one -> one.eventId().equals(eventId)),
                Notification.class);
    }

    List<TimelineEntry> timeline(String eventId, String stage, int count) {
        return read(
                Topics.TIMELINE,
                count,
                about(
                        TimelineEntry.class,
                        one -> eventId.equals(one.eventId()) && stage.equals(one.stage())),
                TimelineEntry.class);
    }

    Map<String, String> deadLetter(String header, String value) {
        return headers(
                probe(Topics.DEAD_LETTERS)
                        .await(1, record -> value.equals(headers(record).get(header)))
                        .getFirst());
    }

    static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        Arrays.stream(record.headers().toArray())
                .forEach((Header header) ->
                        headers.put(
                                header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    <T> List<T> read(
            String topic,
            int count,
            Predicate<ConsumerRecord<String, byte[]>> matching,
            Class<T> type) {
        return probe(topic).await(count, matching).stream()
                .map(record -> EventJson.read(record.value(), type))
                .toList();
    }

    static <T> Predicate<ConsumerRecord<String, byte[]>> about(
            Class<T> type, Predicate<T> matching) {
        return record -> matching.test(EventJson.read(record.value(), type));
    }

    TopicProbe probe(String topic) {
        return probes.computeIfAbsent(topic, base -> TopicProbe.of(topicNames.of(base)));
    }

    long count(String sql) {
        return jdbc.queryForObject(sql, Long.class);
    }

    void awaitCount(String sql, long count) {
        waiting().until(() -> count(sql) >= count);
    }

    void awaitRow(String table, String recipient) {
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

    static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(60));
    }

    static String assigned(String login) {
        return """
        {"issue": {"number": 7, "title": "It ticks", "html_url": "https://x.example/i/7"}, "assignee": {"login": "%s"},
         "repository": {"full_name": "ann/clock", "owner": {"login": "ann"}}, "sender": {"login": "bob"}}
        """
                .formatted(login);
    }

    static String comment(String author, int issue) {
        return """
        {"issue": {"number": %d, "title": "It ticks", "user": {"login": "%s"}}, "comment": {"body": "Why?"},
         "repository": {"full_name": "ann/clock"}, "sender": {"login": "bob"}}
        """
                .formatted(issue, author);
    }

    static Recipient recipient(String id, long version, String locale) {
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

    static Preferences preferences(
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

    static NotificationRequest request(String id, String type, RequestedRecipient recipient) {
        Map<String, Object> data =
                Map.of("actor", "bob", "repository", "ann/clock", "number", 7, "issue", "It ticks");
        return new NotificationRequest(
                "default",
                id,
                null,
                "shop",
                Instant.now(),
                0,
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
