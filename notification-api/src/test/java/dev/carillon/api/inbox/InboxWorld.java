package dev.carillon.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.ClientAction;
import dev.carillon.events.Counts;
import dev.carillon.events.EventJson;
import dev.carillon.events.Identity;
import dev.carillon.events.InboxChange;
import dev.carillon.events.InboxRow;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Rfc3339;
import dev.carillon.events.Topics;
import dev.carillon.events.rest.ChangesPage;
import dev.carillon.events.rest.NotificationPage;
import dev.carillon.platform.kafka.RecordPublisher;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.TestTokens;
import dev.carillon.test.TopicProbe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Steps for tests of the inbox: notify people through Kafka, call the API as them, and read what was published.
final class InboxWorld {
    private static final AtomicInteger PEOPLE = new AtomicInteger();
    private static final AtomicInteger EVENTS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RecordPublisher publisher;
    private final TopicNames topics;
    private final ReadInbox inbox;
    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();

    InboxWorld(RecordPublisher publisher, TopicNames topics, ReadInbox inbox, int port) {
        this.publisher = publisher;
        this.topics = topics;
        this.inbox = inbox;
        this.base = URI.create("http://localhost:" + port);
    }

    /// A new person.
    static RecipientKey somebody() {
        return new RecipientKey("default", "person-" + PEOPLE.incrementAndGet());
    }

    /// An answer of the API.
    record Answer(int status, Map<String, List<String>> headers, String body) {
        <T> T as(Class<T> type) {
            assertThat(status).as(body).isEqualTo(200);
            return EventJson.mapper().readValue(body, type);
        }

        @SuppressWarnings("unchecked") // a JSON object
        Map<String, Object> json() {
            return EventJson.mapper().readValue(body, Map.class);
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    static Notification notification(RecipientKey who, String category) {
        return notification(who, category, Instant.now());
    }

    static Notification notification(RecipientKey who, String category, Instant time) {
        String event = "event-" + EVENTS.incrementAndGet();
        Instant at = time.truncatedTo(ChronoUnit.MILLIS);
        return new Notification(
                Identity.of(who.tenant(), "test", event, "a-type", who.recipient())
                        .notificationId(at, 0),
                who.tenant(),
                who.recipient(),
                "a-type",
                1,
                category,
                Priority.MEDIUM,
                Level.INFO,
                "Title of " + event,
                "Message",
                Map.of("event", event),
                "/things/" + event,
                null,
                List.of("ann"),
                1,
                null,
                0,
                false,
                "rule",
                false,
                at,
                null,
                "test",
                event,
                Instant.now());
    }

    static Notification replacing(Notification notification, UUID replaced, long revision) {
        return with(notification, replaced, revision, notification.expiresAt());
    }

    static Notification expiring(Notification notification, Instant at) {
        return with(notification, notification.replaces(), notification.revision(), at);
    }

    static Notification decided(Notification notification, Instant at) {
        return EventJson.mapper()
                .readValue(
                        EventJson.mapper()
                                .writeValueAsString(notification)
                                .replace(
                                        Rfc3339.format(notification.decidedAt()),
                                        Rfc3339.format(at)),
                        Notification.class);
    }

    private static Notification with(
            Notification it, UUID replaces, long revision, Instant expiresAt) {
        return new Notification(
                it.id(),
                it.tenant(),
                it.recipient(),
                it.type(),
                it.typeVersion(),
                it.category(),
                it.priority(),
                it.level(),
                revision == 0 ? it.title() : "Revision " + revision,
                it.message(),
                it.data(),
                it.actionUrl(),
                it.imageUrl(),
                it.actors(),
                it.actorCount(),
                replaces,
                revision,
                it.silent(),
                it.reason(),
                it.critical(),
                it.createdAt(),
                expiresAt,
                it.eventSource(),
                it.eventId(),
                it.decidedAt());
    }

    static OutgoingRecord record(String topic, Notification notification) {
        return OutgoingRecord.of(
                topic,
                notification.recipientKey().toString(),
                RecordTypes.NOTIFICATION,
                notification.id().toString(),
                "carillon:/test",
                notification.createdAt(),
                notification.tenant(),
                null,
                notification);
    }

    void send(Notification... notifications) {
        publisher.publish(
                Arrays.stream(notifications)
                        .map(each -> record(Topics.NOTIFICATIONS, each))
                        .toList());
    }

    void send(OutgoingRecord record) {
        publisher.publish(record);
    }

    /// Publishes the notifications and waits until the inbox holds them.
    void notify(Notification... notifications) {
        send(notifications);
        for (Notification each : notifications) {
            awaitRow(each.recipientKey(), each.id());
        }
    }

    void awaitRow(RecipientKey who, UUID id) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> inbox.one(who, id).isPresent());
    }

    ClientAction act(RecipientKey who, ClientAction.Action action, UUID id, Long seq) {
        return act(
                new ClientAction(
                        who.tenant(),
                        who.recipient(),
                        UUID.randomUUID(),
                        action,
                        id,
                        null,
                        null,
                        seq,
                        now()));
    }

    ClientAction actAll(RecipientKey who, Long upto, String category) {
        return act(
                new ClientAction(
                        who.tenant(),
                        who.recipient(),
                        UUID.randomUUID(),
                        ClientAction.Action.MARK_ALL_READ,
                        null,
                        upto,
                        category,
                        null,
                        now()));
    }

    ClientAction act(ClientAction action) {
        publisher.publish(
                OutgoingRecord.of(
                        Topics.CLIENT_ACTIONS,
                        action.recipientKey().toString(),
                        RecordTypes.CLIENT_ACTION,
                        action.actionId().toString(),
                        "carillon:/test",
                        action.at(),
                        action.tenant(),
                        null,
                        action));
        return action;
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    Answer get(RecipientKey who, String path, String... headers) {
        return call("GET", TestTokens.user(who.tenant(), who.recipient()), path, null, headers);
    }

    Answer send(RecipientKey who, String method, String path, String body) {
        return call(method, TestTokens.user(who.tenant(), who.recipient()), path, body);
    }

    Answer call(String method, String token, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve("/api/v1/notifications" + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (IOException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    NotificationPage list(RecipientKey who, String query) {
        return get(who, query).as(NotificationPage.class);
    }

    Counts counts(RecipientKey who) {
        return get(who, "/counts").as(Counts.class);
    }

    ChangesPage changes(RecipientKey who, String cursor) {
        return get(who, "/changes?cursor=" + cursor).as(ChangesPage.class);
    }

    /// Every row of the list, page by page.
    Map<UUID, InboxRow> all(RecipientKey who) {
        Map<UUID, InboxRow> rows = new TreeMap<>();
        String query = "?state=all&limit=100";
        String next = query;
        while (next != null) {
            NotificationPage page = list(who, next);
            page.items().forEach(row -> rows.put(row.id(), row));
            next = page.nextCursor() == null ? null : query + "&cursor=" + page.nextCursor();
        }
        return rows;
    }

    /// The changes that were published for a person so far; waits until there are at least `atLeast`.
    List<InboxChange> published(RecipientKey who, int atLeast) {
        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.INBOX_CHANGES))) {
            return probe.await(atLeast, record -> who.toString().equals(record.key())).stream()
                    .map(record -> EventJson.read(record.value(), InboxChange.class))
                    .toList();
        }
    }

    /// The answer to an action.
    InboxChange answer(ClientAction action) {
        return answers(action, 1).getFirst();
    }

    List<InboxChange> answers(ClientAction action, int count) {
        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.INBOX_CHANGES))) {
            return probe
                    .await(
                            count,
                            record ->
                                    action.actionId()
                                            .equals(
                                                    EventJson.read(
                                                                    record.value(),
                                                                    InboxChange.class)
                                                            .actionId()))
                    .stream()
                    .map(record -> EventJson.read(record.value(), InboxChange.class))
                    .toList();
        }
    }

    TopicProbe probe(String topic) {
        return TopicProbe.of(topics.of(topic));
    }

    /// Every change that was published for a person, by `seq`; waits until every `seq` up to the last is there.
    Map<Long, InboxChange> stream(RecipientKey who, long last) {
        Map<Long, InboxChange> bySeq = new TreeMap<>();
        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.INBOX_CHANGES))) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> {
                        probe.readToEnd().stream()
                                .filter(record -> who.toString().equals(record.key()))
                                .map(record -> EventJson.read(record.value(), InboxChange.class))
                                .filter(change -> change.seq() != null)
                                .forEach(change -> bySeq.putIfAbsent(change.seq(), change));
                        assertThat(bySeq).hasSize((int) last);
                    });
        }
        return bySeq;
    }

    static List<UUID> ids(List<InboxRow> rows) {
        return new ArrayList<>(rows.stream().map(InboxRow::id).toList());
    }
}
