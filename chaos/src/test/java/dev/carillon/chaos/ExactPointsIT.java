package dev.carillon.chaos;

import static dev.carillon.chaos.proxy.ExactPoint.afterCommitOf;
import static dev.carillon.chaos.proxy.ExactPoint.afterProduce;
import static dev.carillon.chaos.proxy.ExactPoint.afterRequest;
import static dev.carillon.chaos.proxy.ExactPoint.afterScript;
import static dev.carillon.chaos.proxy.ExactPoint.beforeOffsetCommit;
import static dev.carillon.chaos.proxy.ExactPoint.beforeProduce;
import static dev.carillon.chaos.proxy.ExactPoint.beforeSlotConfirmation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.chaos.proxy.ExactPoint;
import dev.carillon.drive.BellClient;
import dev.carillon.drive.EventLog;
import dev.carillon.drive.Rest;
import dev.carillon.events.Topics;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Every gap in which a crash could do harm: a proxy kills the service (`kill -9`) between two messages. After the
/// restart, the result of what it was doing exists exactly once.
class ExactPointsIT {
    private static final String NOTIFICATIONS = topic(Topics.NOTIFICATIONS);
    private static final String INBOX_CHANGES = topic(Topics.INBOX_CHANGES);

    private static final String EMAIL = topic(Topics.EMAIL);
    private static final Class<UncheckedIOException> NO_ANSWER = UncheckedIOException.class;

    private static ProxiedStack world;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(50));
        world = ProxiedStack.start();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aDecisionThatWasStoredAndNotProduced() {
        try (BellClient bell = world.bell("decided")) {
            killAndRestart(
                    Service.PROCESSOR,
                    beforeProduce(NOTIFICATIONS).mentioning("\"decided\""),
                    () -> world.event(Book.Kind.BELL, "decided"),
                    () -> {
                        assertThat(world.count("processor.decision", "decided")).isEqualTo(1);
                        assertThat(world.records(Topics.NOTIFICATIONS, "decided")).isZero();
                    });
            toldOnce(bell);
            assertThat(world.records(Topics.NOTIFICATIONS, "decided")).isEqualTo(2);
        }
    }

    @Test
    void aDecisionThatWasProducedAndItsOffsetNotCommitted() {
        try (BellClient bell = world.bell("produced")) {
            killAndRestart(
                    Service.PROCESSOR,
                    afterProduce(NOTIFICATIONS)
                            .mentioning("\"produced\"")
                            .then(beforeOffsetCommit("notification-processor.domain-events")),
                    () -> world.event(Book.Kind.BELL, "produced"),
                    () -> assertThat(world.records(Topics.NOTIFICATIONS, "produced")).isEqualTo(1));
            toldOnce(bell);
            assertThat(world.records(Topics.NOTIFICATIONS, "produced")).isEqualTo(3);
        }
    }

    @Test
    void aRowThatWasStoredAndNotProduced() {
        try (BellClient bell = world.bell("projected")) {
            killAndRestart(
                    Service.API,
                    beforeProduce(INBOX_CHANGES).mentioning("\"projected\""),
                    () -> world.event(Book.Kind.BELL, "projected"),
                    () -> {
                        assertThat(world.count("api.inbox", "projected")).isEqualTo(1);
                        assertThat(bell.shown()).isEmpty();
                    });
            toldOnce(bell);
            assertThat(changes("projected")).isEqualTo(2);
        }
    }

    @Test
    void aRowThatWasProducedAndItsOffsetNotCommitted() {
        try (BellClient bell = world.bell("published")) {
            killAndRestart(
                    Service.API,
                    afterProduce(INBOX_CHANGES)
                            .mentioning("\"published\"")
                            .then(beforeOffsetCommit("notification-api.inbox")),
                    () -> world.event(Book.Kind.BELL, "published"),
                    () -> assertThat(changes("published")).isEqualTo(1));
            toldOnce(bell);
            assertThat(changes("published")).isEqualTo(3);
        }
    }

    @Test
    void aRequestThatTheBrokerHasAndTheSlotDoesNotKnowOf() {
        try (BellClient bell = world.bell("relayed")) {
            killAndRestart(
                    Service.API,
                    afterProduce(topic(Topics.REQUESTS))
                            .mentioning("\"relayed\"")
                            .then(beforeSlotConfirmation()),
                    () -> answeredOrNot(() -> request("relayed", 1)),
                    () -> assertThat(world.records(Topics.REQUESTS, "relayed")).isEqualTo(1));
            await().until(() -> world.records(Topics.REQUESTS, "relayed") == 2);
            await().until(() -> world.records(Topics.NOTIFICATIONS, "relayed") == 2);
            toldOnce(bell);
            assertThat(world.count("api.request_notification", "relayed")).isEqualTo(1);
        }
    }

    @Test
    void aRequestThatWasCommittedAndNotAnswered() {
        world.stack().start(Service.API, 2);
        try (BellClient bell = world.bell("asked")) {
            world.killAt(
                    Service.API,
                    afterCommitOf("insert into idempotency_key"),
                    () -> assertThatThrownBy(() -> request("asked", 1)).isInstanceOf(NO_ANSWER));
            assertThat(world.count("api.request_notification", "asked")).isEqualTo(1);
            Rest.Answer again = request("asked", 2).expect(202);
            assertThat(again.response().headers().firstValue("Idempotency-Replayed"))
                    .hasValue("true");
            world.stack().restart(Service.API.title());
            toldOnce(bell);
            assertThat(bell.told())
                    .contains(again.body().path("notifications").path(0).path("id").asString());
            assertThat(world.count("api.request_notification", "asked")).isEqualTo(1);
        } finally {
            world.stack().stop(Stack.nameOf(Service.API, 2));
        }
    }

    @Test
    void aMailWhoseQuotaWasReservedAndThatWasNotSent() {
        world.callers().register("reserved");
        killAndRestart(
                Service.EMAIL,
                afterScript("carillon:email:quota:").mentioning("/reserved:"),
                () -> world.event(Book.Kind.MAIL, "reserved"),
                () -> assertThat(world.provider().calls("reserved@")).isEmpty());
        mailedOnce("reserved");
        assertThat(world.provider().calls("reserved@")).hasSize(1);
    }

    @Test
    void aMailThatTheProviderAcceptedAndNobodyRecorded() {
        world.callers().register("accepted");
        killAndRestart(
                Service.EMAIL,
                afterRequest("POST /emails").mentioning("accepted@"),
                () -> world.event(Book.Kind.MAIL, "accepted"),
                () -> assertThat(world.provider().accepted("accepted@")).isEqualTo(1));
        mailedOnce("accepted");
        assertThat(world.provider().calls("accepted@")).hasSize(2);
    }

    @Test
    void aDigestThatWasFrozenAndNotProduced() {
        digestOnce("frozen", beforeProduce(EMAIL), 0);
    }

    @Test
    void aDigestThatWasProducedAndNotMarked() {
        digestOnce("marked", afterProduce(EMAIL), 1);
    }

    @Test
    void anActionThatTheBrokerHasAndTheClientWasNotAnswered() {
        world.stack().start(Service.GATEWAY, 2);
        try (BellClient bell = world.bell("acting")) {
            world.event(Book.Kind.BELL, "acting");
            await().until(() -> bell.shown().contains(1L));
            String action =
                    """
                    {"type":"mark_read","ref":"1","action_id":"%s","seq":1,"id":"%s"}
                    """
                            .formatted(UUID.randomUUID(), bell.told().getFirst())
                            .strip();
            world.killAt(
                    Service.GATEWAY,
                    afterProduce(topic(Topics.CLIENT_ACTIONS)).mentioning("\"acting\""),
                    () -> bell.send(action));
            await().until(() -> bell.shown().contains(2L) && bell.isConnected());
            bell.send(action); // As a client does that received no answer.
            await().until(() -> changes("acting") == 3);
            world.event(Book.Kind.BELL, "acting");
            await().until(() -> bell.shown().contains(3L));
            assertThat(bell.shown()).containsExactly(1L, 2L, 3L);
            assertThat(bell.told()).hasSize(2).doesNotHaveDuplicates();
            assertThat(bell.faults()).isEmpty();
            JsonNode counts = world.callers().user("acting").counts();
            assertThat(counts.path("seq").asLong()).isEqualTo(3);
            assertThat(counts.path("unread").path("total").asLong()).isEqualTo(1);
            world.stack().restart(Service.GATEWAY.title());
        } finally {
            world.stack().stop(Stack.nameOf(Service.GATEWAY, 2));
        }
    }

    private static Rest.Answer request(String person, int replica) {
        return world.callers()
                .service()
                .at(replica)
                .post(
                        Service.API,
                        "/api/v1/notifications",
                        Map.of(
                                "recipients",
                                List.of(person),
                                "title",
                                "Asked for",
                                "channels",
                                List.of("in_app")),
                        "Idempotency-Key",
                        "key-of-" + person);
    }

    private static void answeredOrNot(Runnable call) {
        try {
            call.run();
        } catch (UncheckedIOException noAnswer) {
            // The service was killed in the meantime.
        }
    }

    private static Rest.Answer digestNow(String person, String key) {
        return world.callers()
                .user(person)
                .post(Service.DIGEST, "/api/v1/digests/runs", Map.of(), "Idempotency-Key", key);
    }

    /// @param produced number of email records of the digest while the service is dead
    private static void digestOnce(String person, ExactPoint point, int produced) {
        world.callers().register(person);
        await().until(() -> world.digestKnowsAddress(person));
        world.event(Book.Kind.DIGEST, person);
        await().until(() -> world.count("digest.item", person) == 1);
        killAndRestart(
                Service.DIGEST,
                point.mentioning('"' + person + '"'),
                () -> assertThatThrownBy(() -> digestNow(person, "first")).isInstanceOf(NO_ANSWER),
                () -> {
                    assertThat(world.count("digest.run", person)).isEqualTo(1);
                    assertThat(world.records(Topics.EMAIL, person)).isEqualTo(produced);
                });
        // After its restart the service first reads recipients whose offsets were not committed,
        // and answers that it is not ready.
        JsonNode run =
                Rest.untilAnswered(1, replica -> digestNow(person, "first")).expectSuccess().body();
        await().until(() -> world.unsentRuns(person) == 0);
        mailedOnce(person);
        assertThat(world.records(Topics.EMAIL, person)).isEqualTo(produced + 1);
        assertThat(world.takenBy(person)).containsExactly(run.path("run_id").asString());
        digestNow(person, "second").expectSuccess();
        await().until(() -> world.unsentRuns(person) == 0);
        assertThat(world.provider().accepted(person + "@")).isEqualTo(1);
    }

    /// The provider has one email for the person, requested with the same key and the same body each time, and the
    /// quota was charged once.
    private static void mailedOnce(String person) {
        await().until(() ->
                world.database()
                                .number(
                                        "select count(*) from email.messages where recipient = ? and state = 'sent' and told",
                                        person)
                        == 1);
        assertThat(world.count("email.messages", person)).isEqualTo(1);
        assertThat(world.provider().accepted(person + "@")).isEqualTo(1);
        assertThat(Set.copyOf(world.provider().calls(person + "@"))).hasSize(1);
        assertThat(world.count("email.quota_ledger", "default/" + person)).isEqualTo(1);
        noDeadLetters();
    }

    /// @param then assertions while the service is dead
    private static void killAndRestart(
            Service service, ExactPoint point, Runnable deed, Runnable then) {
        world.killAt(service, point, deed);
        then.run();
        world.stack().restart(service.title());
    }

    /// The notification that was being processed is in the inbox once and was shown once. Another event of the same
    /// person follows on the same path, so any repetition of the first would have arrived before it.
    private static void toldOnce(BellClient bell) {
        String person = bell.recipient();
        await().until(() -> bell.shown().contains(1L));
        world.event(Book.Kind.BELL, person);
        await().until(() -> bell.shown().contains(2L));
        Rest rest = world.callers().user(person);
        assertThat(bell.shown()).containsExactly(1L, 2L);
        assertThat(bell.told())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        rest.inbox().stream().map(row -> row.path("id").asString()).toList());
        assertThat(bell.faults()).isEmpty();
        assertThat(rest.counts().path("seq").asLong()).isEqualTo(2);
        assertThat(rest.counts().path("unread").path("total").asLong()).isEqualTo(2);
        assertThat(world.count("api.inbox", person)).isEqualTo(2);
        assertThat(world.count("processor.decision", person)).isEqualTo(2);
        noDeadLetters();
    }

    private static void noDeadLetters() {
        assertThat(world.database().number("select count(*) from api.dead_letter")).isZero();
    }

    /// Number of records about the person's rows, including repetitions.
    private static long changes(String person) {
        return world.records(Topics.INBOX_CHANGES, person);
    }

    private static String topic(String base) {
        return EventLog.topic(base);
    }
}
