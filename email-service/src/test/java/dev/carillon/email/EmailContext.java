package dev.carillon.email;

import dev.carillon.events.EmailMessage;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Topics;
import dev.carillon.openapi.Described;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.DescribedAnswers;
import dev.carillon.test.SettableClock;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import dev.carillon.test.WithEmbeddedServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/// Starts the service on real servers, with a clock that the test moves.
@SpringBootTest(
        classes = EmailService.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@WithEmbeddedServers(schema = "email")
@Import(EmailContext.Time.class)
public abstract class EmailContext {
    @Autowired protected SettableClock clock;
    @Autowired protected RecordPublisher publisher;
    @Autowired protected TopicNames topics;
    @Autowired protected JdbcTemplate jdbc;
    @LocalServerPort private int port;
    private final HttpClient http = HttpClient.newHttpClient();

    @TestConfiguration
    static class Time {
        /// Noon tomorrow, so that no day or hour ends during a test.
        @Bean
        SettableClock clock() {
            return SettableClock.at(
                    Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(36)));
        }
    }

    protected Instant now() {
        return clock.instant();
    }

    protected void publish(EmailMessage... messages) {
        publisher.publish(Arrays.stream(messages).map(Given::record).toList());
    }

    protected void publish(OutgoingRecord... records) {
        publisher.publish(List.of(records));
    }

    /// Registers a recipient and waits until the service knows it.
    protected void known(String id) {
        known(id, "en");
    }

    /// Registers a recipient with a language. An email to an unknown recipient waits for the clock, which only
    /// the test moves.
    protected void known(String id, String locale) {
        publish(Given.recipient(id, id + "@mail.example", locale, 1, false, now()));
        Awaitility.await()
                .until(() ->
                        jdbc.queryForObject(
                                        "select count(*) from recipients where recipient = ?",
                                        Integer.class,
                                        id)
                                == 1);
    }

    protected void awaitState(UUID id, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        org.assertj.core.api.Assertions.assertThat(state(id)).isEqualTo(state));
    }

    /// Returns `state/reason`, with ` (not told)` until the outcome is published.
    protected String state(UUID id) {
        return jdbc
                .query(
                        "select state, told from messages where id = ?",
                        (row, n) ->
                                row.getString("state")
                                        + (isFinal(row.getString("state"))
                                                        && !row.getBoolean("told")
                                                ? " (not told)"
                                                : ""),
                        id)
                .stream()
                .findFirst()
                .orElse("absent");
    }

    /// The email's row; empty until it is admitted.
    protected Map<String, Object> row(UUID id) {
        return jdbc.queryForList("select * from messages where id = ?", id).stream()
                .findFirst()
                .orElse(Map.of());
    }

    protected List<ConsumerRecord<String, byte[]>> records(String topic, int count, String text) {
        try (TopicProbe probe = TopicProbe.of(topics.of(topic))) {
            return probe.await(
                    count,
                    record ->
                            new String(record.value(), java.nio.charset.StandardCharsets.UTF_8)
                                    .contains(text));
        }
    }

    protected List<ConsumerRecord<String, byte[]>> all(String topic, String text) {
        try (TopicProbe probe = TopicProbe.of(topics.of(topic))) {
            return probe.readToEnd().stream()
                    .filter(record ->
                            new String(record.value(), java.nio.charset.StandardCharsets.UTF_8)
                                    .contains(text))
                    .toList();
        }
    }

    protected HttpResponse<String> get(String path, String accept, String token) throws Exception {
        return send(request(path, token).header("Accept", accept).GET());
    }

    protected HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    protected HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return DESCRIBED.checked(
                null, http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    protected static String token(String role) {
        return TestTokens.mint("default", role, Duration.ofDays(30), role);
    }

    private static final DescribedAnswers DESCRIBED = new DescribedAnswers(Described.EMAIL);

    protected static final String TIMELINE = Topics.TIMELINE;

    private static boolean isFinal(String state) {
        return !state.equals("waiting") && !state.equals("begun");
    }
}
