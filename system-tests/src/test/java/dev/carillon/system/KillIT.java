package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.drive.BellClient;
import dev.carillon.drive.CodeHost;
import dev.carillon.drive.EventLog;
import dev.carillon.drive.Rest;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Kills each of the five services (`kill -9`) while it is processing, under a flow of events and requests. Processor,
/// API and scheduler have two replicas. Nothing is lost and nothing arrives twice.
class KillIT {
    private static final int BURST = 100;
    private static final List<Service> TWICE =
            List.of(Service.API, Service.PROCESSOR, Service.DIGEST);

    /// Where an event or a request appears besides the inbox.
    private enum Also {
        MAIL,
        DIGEST,
        NOWHERE
    }

    private record Owed(String person, Also also) {}

    private final List<String> people =
            IntStream.range(0, 10).mapToObj(i -> World.person("kill")).toList();
    private final Map<String, Owed> expected = new ConcurrentHashMap<>();
    private final AtomicBoolean flowing = new AtomicBoolean(true);
    private final AtomicInteger burst = new AtomicInteger();

    @BeforeAll
    static void startReplicas() {
        TWICE.forEach(service -> World.stack().start(service, 2));
    }

    @AfterAll
    static void stopReplicas() {
        TWICE.forEach(service -> World.stack().stop(Stack.nameOf(service, 2)));
    }

    @Test
    void losesNothingAndRepeatsNothingWhenEachServiceIsKilledWithWorkInFlight() throws Exception {
        people.forEach(World.callers()::register);
        List<BellClient> clients = people.stream().limit(4).map(World::bell).toList();
        clients.forEach(client -> await().until(client::isConnected));
        try (EventLog log = new EventLog(World.stack());
                Flow _ = new Flow(() -> publish(log), this::request)) {
            for (InFlight victim : InFlight.values()) {
                victim.kill(() -> burst.set(BURST));
            }
            killGateway(clients);
        }
        people.forEach(this::awaitEachOnceInTheInbox);
        people.forEach(this::awaitEachMailOnce);
        people.forEach(this::awaitEachItemInOneDigest);
        clients.forEach(this::awaitEachChangeOnce);
        clients.forEach(BellClient::close);
    }

    /// Sends events and requests until it is closed.
    private final class Flow implements AutoCloseable {
        private final List<Thread> threads;

        Flow(Runnable... sources) {
            threads = Stream.of(sources).map(Thread.ofVirtual()::start).toList();
        }

        @Override
        public void close() throws InterruptedException {
            flowing.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /// About twenty events per second, and sometimes a burst. Half of them are emailed at once, half wait
    /// for the digest.
    private void publish(EventLog log) {
        for (int n = 1; flowing.get(); n++) {
            String person = people.get(n % people.size());
            String id = "kill-" + n + "-" + person;
            String repository = "r" + n % 7;
            if (n / people.size() % 2 == 0) {
                expected.put(id, new Owed(person, Also.MAIL));
                log.event(
                        id,
                        CodeHost.ASSIGNED,
                        repository,
                        CodeHost.assigned(person, repository, n));
            } else {
                expected.put(id, new Owed(person, Also.DIGEST));
                log.event(
                        id,
                        CodeHost.REVIEWED,
                        repository,
                        CodeHost.reviewed(person, repository, n));
            }
            if (burst.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    /// About ten requests per second, for the inbox only. A request without an answer is sent again to the other
    /// replica, with the same idempotency key.
    private void request() {
        Rest service = World.callers().service();
        for (int n = 1; flowing.get(); n++) {
            String person = people.get(n % people.size());
            String key = UUID.randomUUID().toString();
            Map<String, ?> body =
                    Map.of(
                            "recipients",
                            List.of(person),
                            "title",
                            "Asked for " + n,
                            "action_url",
                            "/asked/" + n,
                            "channels",
                            List.of("in_app"));
            expected.put(key, new Owed(person, Also.NOWHERE));
            Rest.untilAnswered(
                            2,
                            replica ->
                                    service.at(replica)
                                            .post(
                                                    Service.API,
                                                    "/api/v1/notifications",
                                                    body,
                                                    "Idempotency-Key",
                                                    key))
                    .expect(202);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private void killGateway(List<BellClient> clients) {
        List<Integer> hellos = clients.stream().map(client -> client.hellos().size()).toList();
        World.stack().kill("realtime-gateway");
        int before = expected.size();
        await().until(() -> expected.size() > before + 100);
        World.stack().restart("realtime-gateway");
        for (int i = 0; i < clients.size(); i++) {
            BellClient client = clients.get(i);
            int had = hellos.get(i);
            await().until(() -> client.hellos().size() > had);
        }
    }

    private int owed(String person, Set<Also> also) {
        return (int)
                expected.values().stream()
                        .filter(one -> one.person().equals(person) && also.contains(one.also()))
                        .count();
    }

    private void awaitEachOnceInTheInbox(String person) {
        int wanted = owed(person, EnumSet.allOf(Also.class));
        await().untilAsserted(() ->
                assertThat(
                                World.callers()
                                        .user(person)
                                        .counts()
                                        .path("unread")
                                        .path("total")
                                        .asInt())
                        .as("unread of %s", person)
                        .isGreaterThanOrEqualTo(wanted));
        List<String> urls =
                World.callers().user(person).inbox().stream()
                        .map(row -> row.path("action_url").asString())
                        .toList();
        assertThat(urls).as(person).hasSize(wanted).doesNotHaveDuplicates();
        assertThat(World.callers().user(person).counts().path("unread").path("total").asInt())
                .as("unread of %s", person)
                .isEqualTo(wanted);
    }

    private void awaitEachMailOnce(String person) {
        int wanted = owed(person, EnumSet.of(Also.MAIL));
        await().untilAsserted(() ->
                assertThat(mailed(person)).as(person).hasSizeGreaterThanOrEqualTo(wanted));
        assertThat(mailed(person)).as(person).hasSize(wanted).doesNotHaveDuplicates();
    }

    /// The ids of the notifications that were emailed individually, one per email.
    private static List<String> mailed(String person) {
        return World.callers().mails(person).stream()
                .filter(mail -> mail.path("kind").asString().equals("immediate"))
                .map(mail -> mail.path("notification_ids").path(0).asString())
                .toList();
    }

    /// Waits until all items are in the person's one digest, which is sent now.
    private void awaitEachItemInOneDigest(String person) {
        int wanted = owed(person, EnumSet.of(Also.DIGEST));
        await().untilAsserted(() ->
                assertThat(
                                World.database()
                                        .number(
                                                "select count(*) from digest.item where recipient = ?",
                                                person))
                        .as(person)
                        .isGreaterThanOrEqualTo(wanted));
        World.callers()
                .user(person)
                .post(Service.DIGEST, "/api/v1/digests/runs", Map.of())
                .expectSuccess();
        assertThat(
                        World.database()
                                .number(
                                        "select count(*) from digest.item where recipient = ? and state = 'taken'",
                                        person))
                .as(person)
                .isEqualTo(wanted);
        assertThat(
                        World.database()
                                .number(
                                        "select count(distinct run_id) from digest.item where recipient = ?",
                                        person))
                .as(person)
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(digests(person)).as(person).isNotEmpty());
        assertThat(digests(person)).as(person).hasSize(1);
    }

    private static List<JsonNode> digests(String person) {
        return World.callers().mails(person).stream()
                .filter(mail -> mail.path("kind").asString().equals("digest"))
                .toList();
    }

    private void awaitEachChangeOnce(BellClient client) {
        Rest api = World.callers().user(client.recipient());
        long seq = api.counts().path("seq").asLong();
        await().until(() -> client.shown().contains(seq));
        assertThat(client.faults()).isEmpty();
        assertThat(client.shown()).isSorted().doesNotHaveDuplicates();
        assertThat(client.missing(seq)).isEmpty();
        assertThat(client.told())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        api.inbox().stream().map(row -> row.path("id").asString()).toList());
    }
}
