package dev.carillon.gateway;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.Announcement;
import dev.carillon.events.ClientAction;
import dev.carillon.events.Cursor;
import dev.carillon.events.EventJson;
import dev.carillon.events.InboxChange;
import dev.carillon.events.Level;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.connection.MonotonicTime;
import dev.carillon.gateway.http.PublicServer;
import dev.carillon.gateway.replay.RecentWindow;
import dev.carillon.openapi.Described;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.DescribedAnswers;
import dev.carillon.test.EmbeddedServers;
import dev.carillon.test.FirstScrape;
import dev.carillon.test.MetricsReference;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import dev.carillon.test.WithEmbeddedServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// The gateway with a real Kafka, a real Redis and real WebSocket clients. Each test uses its own recipient.
@SpringBootTest(
        classes = RealtimeGateway.class,
        properties = {
            "carillon.gateway.replica=one",
            "carillon.gateway.connections.max=40",
            "carillon.gateway.connections.pending=100",
            "carillon.gateway.connections.pending-per-address=80",
            "carillon.gateway.connections.message-burst=20",
            "carillon.gateway.connections.messages-per-second=1",
            "carillon.gateway.timing.handshake=5s",
            "carillon.gateway.timing.resume=100ms",
            "carillon.gateway.drain.spread=5s",
            "carillon.web.allowed-origins=https://app.example.com"
        })
@WithEmbeddedServers(schema = "")
@Import(GatewayIT.Time.class)
class GatewayIT {
    private static final AtomicInteger RECIPIENTS = new AtomicInteger();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final DescribedAnswers DESCRIBED = new DescribedAnswers(Described.GATEWAY);

    @Autowired PublicServer server;
    @Autowired TopicNames topics;
    @Autowired TestTime time;
    @Autowired GatewayLifecycle lifecycle;
    @Autowired RecentWindow window;
    @Autowired MeterRegistry meters;

    private final List<TestClient> clients = new ArrayList<>();
    private final RecipientKey person =
            new RecipientKey("default", "person-" + RECIPIENTS.incrementAndGet());
    private KafkaProducer<String, byte[]> producer;

    private static final AtomicInteger connectedWhenReadinessWentOff = new AtomicInteger(-1);

    @TestConfiguration
    static class Time {
        @Bean
        ApplicationListener<AvailabilityChangeEvent<ReadinessState>> readiness(Connections all) {
            return event -> {
                if (event.getState() == ReadinessState.REFUSING_TRAFFIC) {
                    connectedWhenReadinessWentOff.compareAndSet(-1, all.count());
                }
            };
        }

        @Bean
        MonotonicTime testTime() {
            return new TestTime();
        }
    }

    @BeforeEach
    void openProducer() {
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                EmbeddedServers.kafka().bootstrapServers(),
                                "linger.ms",
                                "0"),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    @AfterEach
    void closeAll() {
        clients.forEach(TestClient::close);
        producer.close();
    }

    // ---- who may connect

    @Test
    void everyDocumentedMetricIsThereFromTheStart(@Autowired ApplicationContext context) {
        MetricsReference.check(RealtimeGateway.class, "realtime-gateway", FirstScrape.of(context));
    }

    @Test
    void connectsWithATicketOnce() throws Exception {
        HttpResponse<String> answer = post("/api/v1/realtime/tickets", token());
        assertThat(answer.statusCode()).isEqualTo(201);
        String ticket = (String) json(answer).get("ticket");

        TestClient client =
                client(
                        TestClient.connect(
                                server.port(),
                                "",
                                List.of("carillon.v1", "ticket." + ticket),
                                Map.of("Origin", "https://app.example.com")));

        assertThat(client.subprotocol()).isEqualTo("carillon.v1");
        Map<String, Object> hello = client.await("hello");
        assertThat(hello).containsEntry("recovered", false).containsEntry("ping_interval", 25_000);
        TestClient again =
                client(
                        TestClient.connect(
                                server.port(),
                                "?ticket=" + ticket,
                                List.of("carillon.v1"),
                                Map.of()));
        assertThat(again.awaitClose()).isEqualTo(4003);

        TestClient resumed =
                client(
                        TestClient.connect(
                                server.port(),
                                "?ticket=" + hello.get("ticket"),
                                List.of(),
                                Map.of()));
        resumed.await("hello");
    }

    @Test
    void connectsWithATokenInTheHeaderButNotInTheQuery() {
        TestClient header =
                client(
                        TestClient.connect(
                                server.port(),
                                "",
                                List.of(),
                                Map.of("Authorization", "Bearer " + token())));
        header.await("hello");

        TestClient query =
                client(
                        TestClient.connect(
                                server.port(),
                                "?token=" + token(),
                                List.of("carillon.v1"),
                                Map.of()));
        assertThat(query.awaitClose()).isEqualTo(4500);
    }

    @Test
    void refusesWhoIsNotToConnectWithTheRightCode() {
        assertThat(open(TestTokens.forged("ann")).awaitClose()).isEqualTo(4500);
        assertThat(open("nonsense").awaitClose()).isEqualTo(4500);
        assertThat(open(TestTokens.expired("ann")).awaitClose()).isEqualTo(4003);
        assertThat(
                        client(
                                        TestClient.connect(
                                                server.port(),
                                                "?ticket=AAAAAAAAAAAAAAAAAAAAAA",
                                                List.of("carillon.v1"),
                                                Map.of()))
                                .awaitClose())
                .isEqualTo(4003);
        assertThat(
                        client(
                                        TestClient.connect(
                                                server.port(),
                                                "",
                                                List.of("carillon.v0"),
                                                Map.of()))
                                .awaitClose())
                .isEqualTo(4504);
        for (String origin :
                List.of(
                        "https://evil.example.com",
                        "https://app.example.com.evil.com",
                        "http://app.example.com",
                        "https://app.example.com:8443",
                        "null")) {
            assertThat(
                            TestClient.refusal(
                                    server.port(),
                                    Map.of("Origin", origin, "Authorization", "Bearer " + token())))
                    .as(origin)
                    .isEqualTo(403);
        }
    }

    @Test
    void closesWhenTheTokenEnds() {
        TestClient client = open();
        client.await("hello");

        time.pass(Duration.ofMinutes(61));

        assertThat(client.awaitClose()).isEqualTo(4003);
    }

    @Test
    void evictsTheOldestBeyondTheCap() {
        TestClient oldest = open();
        oldest.await("hello");
        List<TestClient> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            TestClient other = open();
            other.await("hello");
            others.add(other);
        }

        assertThat(oldest.awaitClose()).isEqualTo(4502);
        assertThat(others).allMatch(TestClient::isOpen);
    }

    @Test
    void takesInNoMoreThanItsCapHoweverManyComeTogether() throws Exception {
        await().until(() -> gauge("carillon.gateway.connections") == 0);
        List<Future<TestClient>> connecting = new ArrayList<>();
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                String token = TestTokens.user("crowd-" + i);
                connecting.add(together.submit(() -> TestClient.connect(server.port(), token)));
            }
        }
        for (Future<TestClient> each : connecting) {
            client(each.get());
        }

        await().until(() ->
                clients.stream()
                        .allMatch(each -> !each.isOpen() || !each.messages("hello").isEmpty()));
        List<TestClient> refused = clients.stream().filter(each -> !each.isOpen()).toList();
        assertThat(refused).hasSize(20).allMatch(each -> each.awaitClose() == 4006);
        assertThat(gauge("carillon.gateway.connections")).isEqualTo(40);

        clients.stream().filter(TestClient::isOpen).findFirst().orElseThrow().close();
        await().until(() -> gauge("carillon.gateway.connections") == 39);
        open().await("hello");
    }

    @Test
    void holdsOnlySoManyConnectionsThatAreNoSockets() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 90; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            }
            await().until(() -> turnedAway() >= 10);
            assertThat(gauge("carillon.gateway.pending")).isEqualTo(80);
            for (int i = 0; i < 30; i++) {
                silent.add(socketFrom("127.0.0.2"));
            }
            await().until(() -> turnedAway() >= 20);
            assertThat(gauge("carillon.gateway.pending")).isEqualTo(100);
            silent.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            assertThat(silent.getLast().getInputStream().read())
                    .as("closed as it came")
                    .isEqualTo(-1);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        await().until(() -> gauge("carillon.gateway.pending") < 80);
        open().await("hello");
    }

    private double turnedAway() {
        return meters.get("carillon.gateway.turned.away").counter().count();
    }

    private Socket socketFrom(String address) throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), server.port(), InetAddress.getByName(address), 0);
    }

    @Test
    void closesAConnectionWhoseHandshakeComesTooSlowly() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.getOutputStream()
                    .write(
                            "GET /api/v1/realtime/ws HTTP/1.1\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408")
                    .contains("\"code\":\"request_timeout\"");
        }
    }

    // ---- messages of the server

    @Test
    void deliversInOrderToEveryConnection() {
        TestClient phone = open();
        TestClient laptop = open();
        phone.await("hello");
        laptop.await("hello");

        publish(1, 1, 2, 3);

        phone.awaitSeq(3);
        laptop.awaitSeq(3);
        assertThat(phone.seqs()).containsExactly(1L, 2L, 3L);
        assertThat(laptop.seqs()).containsExactly(1L, 2L, 3L);
        assertThat(cursor(phone.messages("notification").getLast()).seq()).isEqualTo(3);
        assertThat(phone.messages("notification").getLast())
                .extractingByKey("notification")
                .isEqualTo(
                        EventJson.readObject(
                                EventJson.write(SampleChanges.row(person, 3, "Bob commented, 3"))));
        TopicProbe timeline = TopicProbe.of(topics.of(Topics.TIMELINE));
        try (timeline) {
            var entries =
                    timeline.await(
                            3,
                            each ->
                                    person.recipient()
                                            .equals(
                                                    EventJson.read(
                                                                    each.value(),
                                                                    TimelineEntry.class)
                                                            .recipient()));
            assertThat(entries)
                    .describedAs("one for each notification, not for each connection")
                    .hasSize(3);
        }
    }

    @Test
    void keepsOthersMessagesApart() {
        TestClient client = open();
        TestClient otherTenant = open(TestTokens.user("other", person.recipient()));
        client.await("hello");
        otherTenant.await("hello");

        publish(1, 1);

        client.awaitSeq(1);
        assertThat(otherTenant.seqs()).isEmpty();
    }

    @Test
    void resumesFromTheWindowWithoutLossOrDuplication() {
        TestClient client = open();
        client.await("hello");
        publish(1, 1, 2);
        client.awaitSeq(2);
        String cursor = (String) client.messages("notification").getLast().get("cursor");
        client.close();
        publish(1, 3, 4, 5);

        TestClient back = open().resume(cursor);
        back.awaitSeq(5);
        publish(1, 6);
        back.awaitSeq(6);

        assertThat(back.await("hello")).containsEntry("recovered", true);
        assertThat(back.seqs()).containsExactly(3L, 4L, 5L, 6L);

        TestClient byQuery =
                client(TestClient.connect(server.port(), "?cursor=" + cursor, token()));
        byQuery.awaitSeq(6);
        assertThat(byQuery.seqs()).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void resumesWhileChangesKeepComing() {
        TestClient first = open();
        first.await("hello");
        publish(1, 1);
        first.awaitSeq(1);
        String cursor = (String) first.messages("notification").getLast().get("cursor");
        long last = 200;
        List<TestClient> resuming = new ArrayList<>();
        for (long seq = 2; seq <= last; seq++) {
            publish(1, seq);
            if (seq % 40 == 0) {
                resuming.add(open().resume(cursor));
            }
        }

        List<Long> all = LongStream.rangeClosed(2, last).boxed().toList();
        for (TestClient each : resuming) {
            each.awaitSeq(last);
            assertThat(each.await("hello")).containsEntry("recovered", true);
            assertThat(each.seqs()).isEqualTo(all);
        }
    }

    @Test
    void resumesAQuietRecipientByThePositionAlone() {
        TestClient client = open();
        client.await("hello");
        publish(1, 1);
        client.awaitSeq(1);
        Cursor seen = cursor(client.messages("notification").getLast());
        RecipientKey quiet = neighbour(seen.partition());

        TestClient resumed =
                open(TestTokens.user(quiet.recipient()))
                        .resume(new Cursor(1, 40, seen.partition(), seen.offset()).encoded(quiet));

        assertThat(resumed.await("hello")).containsEntry("recovered", true);
    }

    @Test
    void sendsAClientToTheDatabaseWhenTheWindowCannotTell() {
        TestClient client = open().resume(new Cursor(1, 3, -1, -1).encoded(person));

        assertThat(client.await("hello")).containsEntry("recovered", false);
        client.await("resync");

        publish(1, 8);
        client.awaitSeq(8);
        TestClient behind = open().resume(new Cursor(1, 3, -1, -1).encoded(person));
        assertThat(behind.await("hello")).containsEntry("recovered", false);
        behind.await("resync");
    }

    @Test
    void refusesTheCursorOfAnotherRecipient() {
        String anothers = new Cursor(1, 3, -1, -1).encoded(new RecipientKey("default", "somebody"));

        assertThat(
                        TestClient.refusal(
                                server.port(),
                                "?cursor=" + anothers,
                                Map.of("Authorization", "Bearer " + token())))
                .isEqualTo(400);

        assertThat(
                        TestClient.refusal(
                                server.port(),
                                "?resume=1",
                                Map.of("Authorization", "Bearer " + token())))
                .as("a parameter that is none")
                .isEqualTo(400);

        TestClient client = open().resume(anothers);
        assertThat(client.await("error")).containsEntry("code", "invalid_cursor");
        assertThat(client.await("hello")).containsEntry("recovered", false);
        publish(1, 1);
        client.awaitSeq(1);
    }

    @Test
    void sendsAClientWithTheCursorOfAnOlderVersionToTheStart() {
        String unmarked =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("c1.1.3.0.5".getBytes(StandardCharsets.US_ASCII));

        TestClient client = open().resume(unmarked);

        assertThat(client.await("hello")).containsEntry("recovered", false);
        client.await("reset");
        publish(1, 1);
        client.awaitSeq(1);
    }

    @Test
    void givesACursorForAnEmptyInboxThatRecoversWhatComesNext() {
        TestClient client = open();
        String cursor = (String) client.await("hello").get("cursor");
        client.send(Map.of("type", "ping"));
        String later = (String) client.await("pong").get("cursor");
        client.close();
        publish(1, 1);

        for (String each : List.of(cursor, later)) {
            TestClient back = open().resume(each);
            assertThat(back.await("hello")).containsEntry("recovered", true);
            back.awaitSeq(1);
        }
    }

    @Test
    void sendsAClientThatResumesTooLateToTheDatabase() {
        publish(1, 1, 2);
        TestClient late = open();
        assertThat(late.await("hello")).containsEntry("recovered", false);

        late.resume(new Cursor(1, 1, -1, -1).encoded(person));

        late.await("resync");
        publish(1, 3);
        late.awaitSeq(3);
        assertThat(late.messages("error")).isEmpty();
    }

    @Test
    void waitsForAGapAndThenSendsTheClientToTheDatabase() {
        TestClient client = open();
        client.await("hello");
        publish(1, 1);
        client.awaitSeq(1);

        publish(1, 3, 2);
        client.awaitSeq(2);
        publish(1, 4);
        client.awaitSeq(4);
        assertThat(cursor(client.messages("notification").getLast()).seq())
                .describedAs("a gap that closed")
                .isEqualTo(4);
        assertThat(client.messages("resync")).isEmpty();

        publish(1, 6);
        client.awaitSeq(6);
        assertThat(cursor(client.messages("notification").getLast()).seq())
                .describedAs("what the client has without a gap")
                .isEqualTo(4);
        client.await("resync");
    }

    @Test
    void resetsAtANewEpoch() {
        TestClient client = open();
        client.await("hello");
        publish(1, 1);
        client.awaitSeq(1);
        String old = (String) client.messages("notification").getLast().get("cursor");

        publish(SampleChanges.arrived(person, 2, 7));

        client.await("reset");
        client.awaitSeq(7);
        TestClient back = open().resume(old);
        assertThat(back.await("hello")).containsEntry("recovered", false);
        back.await("reset");
    }

    @Test
    void announcesToTheTenantsConnections() {
        TestClient client = open();
        TestClient otherTenant = open(TestTokens.user("other", "somebody"));
        client.await("hello");
        otherTenant.await("hello");

        Announcement announcement =
                new Announcement(
                        UUID.randomUUID(),
                        "default",
                        "Maintenance at noon",
                        null,
                        null,
                        Level.INFO,
                        Instant.now());
        publish(Topics.ANNOUNCEMENTS, "default", RecordTypes.ANNOUNCEMENT, announcement);

        assertThat(client.await("announcement")).containsEntry("title", "Maintenance at noon");
        assertThat(otherTenant.messages("announcement")).isEmpty();
    }

    // ---- messages of the client

    @Test
    void handsActionsOnAndBringsTheAnswerBackToTheOneThatAsked() {
        TestClient asking = open();
        TestClient other = open();
        asking.await("hello");
        other.await("hello");
        UUID actionId = UUID.randomUUID();
        UUID row = SampleChanges.id(7);

        asking.send(
                Map.of(
                        "type",
                        "mark_read",
                        "ref",
                        "r1",
                        "action_id",
                        actionId,
                        "id",
                        row,
                        "seq",
                        7));

        ClientAction action = takenAction(actionId);
        assertThat(action.recipientKey()).isEqualTo(person);
        assertThat(action.action()).isEqualTo(ClientAction.Action.MARK_READ);
        assertThat(action.id()).isEqualTo(row);
        assertThat(action.seq()).isEqualTo(7);
        publish(
                SampleChanges.change(
                        InboxChange.Kind.CHANGED,
                        person,
                        1,
                        null,
                        SampleChanges.row(person, 7, "t"),
                        "read",
                        actionId,
                        null));
        assertThat(asking.await("changed")).containsEntry("ref", "r1").doesNotContainKey("seq");
        assertThat(other.await("changed")).doesNotContainKey("ref").containsKey("action_id");
    }

    @Test
    void countsByWayOfTheLog() {
        TestClient client = open();
        client.await("hello");

        client.send(Map.of("type", "get_unread_count", "ref", "c1"));

        ClientAction action = takenAction(null);
        publish(
                SampleChanges.change(
                        InboxChange.Kind.COUNTS,
                        person,
                        1,
                        null,
                        null,
                        null,
                        action.actionId(),
                        null));
        assertThat(client.await("unread_count"))
                .containsEntry("ref", "c1")
                .containsEntry("total", 2)
                .containsEntry("by_category", Map.of("comment", 2));
    }

    @Test
    void answersWhatItCannotDoAndGoesOn() {
        TestClient client = open();
        client.await("hello");

        client.send(Map.of("type", "subscribe", "ref", "s"));
        assertThat(client.await("error"))
                .containsEntry("code", "unknown_message_type")
                .containsEntry("ref", "s");
        client.sendText(
                "{\"type\":\"ping\",\"timestamp\":17}\n{\"type\":\"mark_read\",\"ref\":\"m\"}");
        assertThat(client.await("pong")).containsEntry("timestamp", 17);
        assertThat(client.await("error", message -> "m".equals(message.get("ref"))))
                .containsEntry("code", "invalid_message")
                .containsEntry("message", "action_id must be a UUID");
        client.resume(new Cursor(1, 1, 0, 0).encoded(person));
        client.await("error", message -> "resume_not_first".equals(message.get("code")));
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void closesWhatBreaksTheProtocol() {
        assertThat(open().sendText("no json").awaitClose()).isEqualTo(4501);
        assertThat(open().sendBinary(new byte[3]).awaitClose()).isEqualTo(4501);
        assertThat(open().sendText("x".repeat(17 * 1024)).awaitClose()).isEqualTo(4501);
        TestClient chatty = open();
        for (int i = 0; i < 30 && chatty.isOpen(); i++) {
            chatty.sendText("{\"type\":\"ping\"}");
        }
        assertThat(chatty.awaitClose()).isEqualTo(4501);
    }

    @Test
    void countsFramesThatCarryNothing() throws Exception {
        byte[] pong = RawFrames.frame(0x8A);
        byte[] ping = RawFrames.frame(0x89);
        byte[] continuation = RawFrames.frame(0x00);
        for (byte[] each : List.of(pong, ping, continuation)) {
            try (RawFrames socket = RawFrames.connect(server.port(), token())) {
                socket.send(RawFrames.frame(0x01, (byte) '{'));
                for (int i = 0; i < 30; i++) {
                    socket.send(each);
                }
                assertThat(socket.awaitClose()).isEqualTo(4501);
            }
        }
    }

    @Test
    void closesWhatSendsFramesThatRfc6455Forbids() throws Exception {
        Map<String, byte[]> frames = new LinkedHashMap<>();
        frames.put("unmasked", new byte[] {(byte) 0x81, 2, '{', '}'});
        frames.put("reserved bit", RawFrames.frame(0xC1, (byte) '{'));
        frames.put("reserved opcode", RawFrames.frame(0x83));
        frames.put("reserved control opcode", RawFrames.frame(0x8B));
        frames.put("binary", RawFrames.frame(0x82, (byte) 1));
        frames.put("continuation of nothing", RawFrames.frame(0x80));
        frames.put("fragmented ping", RawFrames.frame(0x09));
        frames.put("large ping", RawFrames.frame(0x89, new byte[126]));
        frames.put("close of one byte", RawFrames.frame(0x88, (byte) 3));
        frames.put("close with a reserved code", RawFrames.frame(0x88, (byte) 3, (byte) 0xED));
        frames.put(
                "no UTF-8",
                RawFrames.frame(0x81, (byte) '"', (byte) 0xC0, (byte) 0x80, (byte) '"'));
        frames.put(
                "half of a surrogate pair",
                RawFrames.frame(
                        0x81, (byte) '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) '"'));
        for (Map.Entry<String, byte[]> each : frames.entrySet()) {
            try (RawFrames socket = RawFrames.connect(server.port(), token())) {
                socket.send(each.getValue());
                assertThat(socket.awaitClose()).as(each.getKey()).isEqualTo(4501);
            }
        }
        try (RawFrames socket = RawFrames.connect(server.port(), token())) {
            socket.send(RawFrames.frame(0x01, (byte) '{'));
            socket.send(RawFrames.frame(0x81, (byte) '}'));
            assertThat(socket.awaitClose()).as("two messages at once").isEqualTo(4501);
        }
    }

    // ---- time

    @Test
    void closesAClientThatDoesNotAnswerPings() {
        TestClient silent = open().withoutPongs();
        TestClient alive = open();
        silent.await("hello");
        alive.await("hello");

        time.pass(Duration.ofSeconds(28));
        silent.await("ping");
        alive.await("ping");
        assertThat(silent.messages("ping").getFirst().keySet()).contains("type");
        time.pass(Duration.ofSeconds(8));

        assertThat(silent.awaitClose()).isEqualTo(4002);
        assertThat(alive.isOpen()).isTrue();
    }

    @Test
    void closesAnIdleClient() {
        TestClient idle = open();
        idle.await("hello");
        for (int minutes = 0; minutes < 31 && idle.isOpen(); minutes++) {
            int pings = idle.messages("ping").size();
            time.pass(Duration.ofSeconds(59));
            await().until(() -> idle.messages("ping").size() > pings || !idle.isOpen());
        }

        assertThat(idle.awaitClose()).isEqualTo(4005);
    }

    // ---- slow clients

    @Test
    void catchesALaggingClientUpFromTheWindow() {
        TestClient slow = open();
        slow.await("hello");
        slow.stopReading();
        double laggedBefore = meters.counter("carillon.gateway.lagging").count();
        String large = "x".repeat(200_000);
        long last = 0;
        while (meters.counter("carillon.gateway.lagging").count() == laggedBefore && last < 150) {
            last++;
            publish(SampleChanges.arrived(person, 1, last, large));
            producer.flush();
        }
        await().until(() -> meters.counter("carillon.gateway.lagging").count() > laggedBefore);
        publish(1, last + 1, last + 2);

        slow.readAgain();

        slow.awaitSeq(last + 2);
        assertThat(slow.seqs())
                .isEqualTo(LongStream.rangeClosed(1, last + 2).boxed().collect(toList()));
        publish(1, last + 3);
        slow.awaitSeq(last + 3);
    }

    @Test
    void closesAClientThatStaysBehind() {
        TestClient slow = open();
        slow.await("hello");
        slow.stopReading();
        double before = closes(4001);
        String large = "x".repeat(200_000);
        for (long seq = 1; seq <= 200 && closes(4001) == before; seq++) {
            publish(SampleChanges.arrived(person, 1, seq, large));
            producer.flush();
            time.pass(Duration.ofMillis(300));
        }

        await().until(() -> closes(4001) > before);
    }

    // ---- operations

    @Test
    void countsConnectionsForSupportAndRevokesForAdmins() throws Exception {
        TestClient first = open();
        TestClient second = open();
        first.await("hello");
        second.await("hello");

        HttpResponse<String> stats =
                get("/api/v1/realtime/stats?recipient=" + person.recipient(), TestTokens.support());
        assertThat(stats.statusCode()).isEqualTo(200);
        assertThat(json(stats)).containsEntry("complete", true);
        assertThat(json(stats).get("recipient"))
                .isEqualTo(
                        Map.of(
                                "recipient",
                                person.recipient(),
                                "connections",
                                2,
                                "replicas",
                                List.of(Map.of("replica", "one", "connections", 2, "users", 1))));
        String path = "/api/v1/realtime/connections/" + person.recipient();
        assertThat(get("/api/v1/realtime/stats", token()).statusCode()).isEqualTo(403);
        assertThat(delete(path, TestTokens.support()).statusCode()).isEqualTo(403);

        String adminOfAnotherTenant = TestTokens.mint("acme", "root", Duration.ofHours(1), "admin");
        assertThat(
                        json(get(
                                        "/api/v1/realtime/stats?recipient=" + person.recipient(),
                                        adminOfAnotherTenant))
                                .get("recipient"))
                .extracting("connections")
                .isEqualTo(0);
        assertThat(delete(path, adminOfAnotherTenant).statusCode()).isEqualTo(204);
        first.send(Map.of("type", "ping"));
        first.await("pong");
        assertThat(first.isOpen()).isTrue();

        assertThat(delete(path, TestTokens.admin()).statusCode()).isEqualTo(204);

        assertThat(first.awaitClose()).isEqualTo(4503);
        assertThat(second.awaitClose()).isEqualTo(4503);
        assertThat(delete(path, TestTokens.admin()).statusCode()).isEqualTo(204);
    }

    @Test
    void answersErrorsAsProblemsAndPagesByTheirOrigin() throws Exception {
        HttpResponse<String> missing = post("/api/v1/realtime/tickets", null);
        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(json(missing))
                .containsEntry("code", "token_missing")
                .containsEntry("class", "caller");
        assertThat(json(post("/api/v1/realtime/tickets", TestTokens.expired("ann"))))
                .containsEntry("code", "token_expired");
        assertThat(get("/api/v1/realtime/tickets", token()).statusCode()).isEqualTo(405);
        assertThat(get("/api/v1/realtime/nothing", token()).statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/realtime/ws", token()).statusCode()).isEqualTo(426);
        assertThat(json(get("/api/v1/realtime/stats?recipient=%20", TestTokens.support())))
                .containsEntry("code", "invalid_recipient");
        HttpResponse<String> tooLarge =
                HTTP.send(
                        request("/api/v1/realtime/tickets", token())
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                new byte[10 * 1024 * 1024]))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(tooLarge.statusCode()).isEqualTo(413);

        HttpResponse<String> preflight = preflight("https://app.example.com");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("access-control-allow-origin"))
                .contains("https://app.example.com");
        assertThat(preflight("https://evil.example.com").statusCode()).isEqualTo(403);
    }

    @Test
    void refusesAUrlThatIsNotEncodedAsUrlsAre() throws Exception {
        for (String path : List.of("ws?ticket=%zz", "tickets?a=%zz", "stats%")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream()
                        .write(
                                ("GET /api/v1/realtime/" + path + " HTTP/1.1\r\nHost: here\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(
                                new String(
                                        socket.getInputStream().readAllBytes(),
                                        StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 400")
                        .contains("\"code\":\"bad_request\"")
                        .doesNotContain("%zz");
            }
        }
    }

    // ---- shutdown and added partitions

    @Test
    void sendsEveryoneAwayAndTakesThemBackWithoutLoss() {
        TestClient client = open();
        client.await("hello");
        publish(1, 1);
        client.awaitSeq(1);
        String cursor = (String) client.messages("notification").getLast().get("cursor");

        connectedWhenReadinessWentOff.set(-1);
        lifecycle.stop();

        assertThat(connectedWhenReadinessWentOff)
                .as("nobody is sent away before the load balancer knows")
                .hasPositiveValue();
        Map<String, Object> bye = client.await("bye");
        assertThat(bye).containsEntry("code", 4000);
        assertThat(((Number) bye.get("delay")).longValue()).isBetween(0L, 5_000L);
        assertThat(client.awaitClose()).isEqualTo(4000);
        publish(1, 2, 3);
        lifecycle.start();

        TestClient back = open().resume(cursor);
        back.awaitSeq(3);
        assertThat(back.seqs()).containsExactly(2L, 3L);
    }

    @Test
    void readsAddedPartitionsAndSendsClientsToTheDatabase() throws Exception {
        TestClient client = open();
        client.await("hello");
        publish(1, 1);
        client.awaitSeq(1);
        int before = partitions();
        RecipientKey moving = neighbour(before, before + 1);
        TestClient live = open(TestTokens.user(moving.recipient()));
        live.await("hello");
        for (long seq = 1; seq <= 3; seq++) {
            publish(SampleChanges.arrived(moving, 1, seq));
        }
        live.awaitSeq(3);

        try (Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                (Object) EmbeddedServers.kafka().bootstrapServers()))) {
            admin.createPartitions(
                            Map.of(
                                    topics.of(Topics.INBOX_CHANGES),
                                    NewPartitions.increaseTo(before + 1)))
                    .all()
                    .get();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> !client.messages("resync").isEmpty());
        live.await("resync");

        RecipientKey there = neighbour(before, before + 1);
        TestClient moved = open(TestTokens.user(there.recipient()));
        moved.await("hello");
        producer.close();
        openProducer();
        publish(SampleChanges.arrived(there, 1, 1));
        moved.awaitSeq(1);
        publish(SampleChanges.arrived(moving, 1, 4));
        live.awaitSeq(4);
        assertThat(cursor(live.messages("notification").getLast()).partition())
                .describedAs("offsets of the partition that it left say nothing here")
                .isEqualTo(before);
    }

    // ---- steps

    private int partitions() {
        return producer.partitionsFor(topics.of(Topics.INBOX_CHANGES)).size();
    }

    private RecipientKey neighbour(int partition) {
        return neighbour(partition, partitions());
    }

    /// A recipient whose changes are in the given partition.
    private RecipientKey neighbour(int partition, int of) {
        return LongStream.range(0, 10_000)
                .mapToObj(_ ->
                        new RecipientKey(
                                "default", person.recipient() + "-" + RECIPIENTS.incrementAndGet()))
                .filter(each ->
                        BuiltInPartitioner.partitionForKey(
                                        each.toString().getBytes(StandardCharsets.UTF_8), of)
                                == partition)
                .findFirst()
                .orElseThrow();
    }

    private double closes(int code) {
        return meters.counter("carillon.gateway.closes", "code", String.valueOf(code)).count();
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private String token() {
        return TestTokens.user(person.recipient());
    }

    private TestClient open() {
        return open(token());
    }

    private TestClient open(String token) {
        await().until(() -> window.partitionOf(person) >= 0);
        return client(TestClient.connect(server.port(), token));
    }

    private TestClient client(TestClient client) {
        clients.add(client);
        return client;
    }

    private static Cursor cursor(Map<String, Object> message) {
        return ReceivedCursor.parse((String) message.get("cursor")).cursor();
    }

    private void publish(long epoch, long... seqs) {
        for (long seq : seqs) {
            publish(SampleChanges.arrived(person, epoch, seq));
        }
    }

    private void publish(InboxChange change) {
        publish(
                Topics.INBOX_CHANGES,
                change.recipientKey().toString(),
                RecordTypes.INBOX_CHANGE,
                change);
    }

    private void publish(String topic, String key, String type, Object value) {
        OutgoingRecord outgoing =
                OutgoingRecord.of(
                        topic,
                        key,
                        type,
                        UUID.randomUUID().toString(),
                        "carillon:/test",
                        Instant.now(),
                        "default",
                        null,
                        value);
        ProducerRecord<String, byte[]> kafkaRecord =
                new ProducerRecord<>(topics.of(topic), key, outgoing.value());
        outgoing.headers()
                .forEach((name, text) ->
                        kafkaRecord.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        var _ = producer.send(kafkaRecord);
    }

    private ClientAction takenAction(UUID actionId) {
        try (TopicProbe actions = TopicProbe.of(topics.of(Topics.CLIENT_ACTIONS))) {
            return actions
                    .await(
                            1,
                            each ->
                                    person.toString().equals(each.key())
                                            && (actionId == null
                                                    || EventJson.read(
                                                                    each.value(),
                                                                    ClientAction.class)
                                                            .actionId()
                                                            .equals(actionId)))
                    .stream()
                    .map(each -> EventJson.read(each.value(), ClientAction.class))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return DESCRIBED.checked(
                null,
                HTTP.send(request(path, token).build(), HttpResponse.BodyHandlers.ofString()));
    }

    private HttpResponse<String> post(String path, String token) throws Exception {
        return DESCRIBED.checked(
                null,
                HTTP.send(
                        request(path, token).POST(HttpRequest.BodyPublishers.noBody()).build(),
                        HttpResponse.BodyHandlers.ofString()));
    }

    private HttpResponse<String> delete(String path, String token) throws Exception {
        return DESCRIBED.checked(
                null,
                HTTP.send(
                        request(path, token).DELETE().build(),
                        HttpResponse.BodyHandlers.ofString()));
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return HTTP.send(
                request("/api/v1/realtime/tickets", null)
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, Object> json(HttpResponse<String> answer) {
        return EventJson.readObject(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
