package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.drive.CodeHost;
import dev.carillon.drive.EventLog;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Topics;
import dev.carillon.local.Service;
import dev.carillon.local.demo.Demo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// From a domain event in Kafka to the inbox, the email and the digest, with the story of the demo.
class MainPathIT {
    /// The notification expected for an event.
    private record Told(String recipient, String type) {}

    @Test
    void notifiesEachPersonOnceHoweverOftenTheStoryIsPublished(@TempDir Path state)
            throws Exception {
        List<JsonNode> story = story();
        Map<String, @Nullable Told> expected = expected(story);
        play(state);

        Map<String, Integer> wanted = new TreeMap<>();
        Set<String> threads = new HashSet<>();
        for (JsonNode line : story) {
            Told told = expected.get(line.path("delivery").asString());
            if (told != null
                    && !isOwnAction(told, line)
                    && (!told.type().equals("issue-comment")
                            || threads.add(told.recipient() + thread(line)))) {
                wanted.merge(told.recipient(), 1, Integer::sum);
            }
        }
        wanted.forEach((person, rows) ->
                await().untilAsserted(() ->
                        assertThat(World.callers().user(person).inbox()).as(person).hasSize(rows)));
        Map<String, Set<String>> first = ids(wanted.keySet());

        play(state);
        for (JsonNode line : story) {
            awaitExplained(line, expected.get(line.path("delivery").asString()));
        }

        assertThat(ids(wanted.keySet())).isEqualTo(first);
        wanted.forEach((person, rows) -> {
            JsonNode counts = World.callers().user(person).counts();
            assertThat(counts.path("unread").path("total").asInt()).as(person).isEqualTo(rows);
        });
        sendTheDigestAfterALookAtTheBell("bruno-k");
    }

    /// As the README promises: what was seen in the bell is left out, and the newsletter is still in the digest.
    private static void sendTheDigestAfterALookAtTheBell(String person) {
        await().untilAsserted(() ->
                assertThat(pendingTitles(person))
                        .contains("This week in your repositories")
                        .hasSizeGreaterThan(1));
        JsonNode counts = World.callers().user(person).counts();
        World.callers()
                .user(person)
                .post(
                        "/api/v1/notifications/mark",
                        Map.of("action", "seen", "upto", counts.path("seq").asLong()))
                .expect(200);
        JsonNode run =
                World.callers()
                        .user(person)
                        .post(Service.DIGEST, "/api/v1/digests/runs", Map.of())
                        .expect(200)
                        .body();

        assertThat(run.path("left_out").asInt()).isPositive();
        await().untilAsserted(() ->
                assertThat(World.callers().mails(person))
                        .anySatisfy(mail -> {
                            assertThat(mail.path("kind").asString()).isEqualTo("digest");
                            assertThat(mail.path("html").asString())
                                    .contains("This week in your repositories");
                        }));
    }

    private static List<String> pendingTitles(String person) {
        List<String> titles = new ArrayList<>();
        World.callers()
                .user(person)
                .get(Service.DIGEST, "/api/v1/digests/pending")
                .expect(200)
                .body()
                .path("items")
                .forEach(item -> titles.add(item.path("title").asString()));
        return titles;
    }

    /// Waits until every event is explained: by a decision for its recipient, or by the reason why there is none.
    private static void awaitExplained(JsonNode line, @Nullable Told told) {
        String event = line.path("delivery").asString();
        await().untilAsserted(() -> {
            List<String> stages = new ArrayList<>();
            List<String> reasons = new ArrayList<>();
            World.callers()
                    .admin()
                    .get("/api/v1/timeline?event_id=" + event)
                    .expect(200)
                    .body()
                    .path("items")
                    .forEach(item -> {
                        stages.add(item.path("stage").asString());
                        reasons.add(
                                item.path("channels").path("in_app").path("reason").asString(""));
                    });
            assertThat(reasons.contains("own_action")).as(event).isEqualTo(isOwnAction(told, line));
            if (told == null) {
                assertThat(stages).as(event).containsAnyOf("no_match", "no_recipient");
            } else {
                assertThat(stages).as(event).contains("decided");
            }
        });
    }

    @Test
    void emailsUrgentNotificationsAtOnceAndTheRestInADigest() {
        String ann = World.person("ann");
        World.register(ann);
        try (EventLog log = new EventLog(World.stack())) {
            log.event(ann + "-1", CodeHost.ASSIGNED, "mail", CodeHost.assigned(ann, "mail", 1));
            log.event(ann + "-2", CodeHost.REVIEWED, "mail", CodeHost.reviewed(ann, "mail", 2));
            log.event(ann + "-3", CodeHost.REVIEWED, "mail", CodeHost.reviewed(ann, "mail", 3));
        }

        await().untilAsserted(() -> assertThat(World.callers().mails(ann)).hasSize(1));
        JsonNode immediate = World.callers().mails(ann).getFirst();
        assertThat(immediate.path("kind").asString()).isEqualTo("immediate");
        assertThat(immediate.path("to").asString()).isEqualTo(ann + "@mail.example");
        assertThat(immediate.path("subject").asString()).contains("mail");
        assertThat(immediate.path("headers").propertyNames())
                .contains("List-Unsubscribe", "List-Unsubscribe-Post");

        await().until(() ->
                World.callers()
                                .user(ann)
                                .get(Service.DIGEST, "/api/v1/digests/pending")
                                .body()
                                .path("items")
                                .size()
                        == 2);
        JsonNode run =
                World.callers()
                        .user(ann)
                        .post(Service.DIGEST, "/api/v1/digests/runs", Map.of())
                        .expect(200)
                        .body();
        assertThat(run.path("items").asInt()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(World.callers().mails(ann)).hasSize(2));
        JsonNode digest =
                World.callers().mails(ann).stream()
                        .filter(mail -> mail.path("kind").asString().equals("digest"))
                        .findFirst()
                        .orElseThrow();
        assertThat(digest.path("notification_ids")).hasSize(2);
        assertThat(
                        World.callers()
                                .user(ann)
                                .post(Service.DIGEST, "/api/v1/digests/runs", Map.of())
                                .body()
                                .path("state")
                                .asString())
                .isEqualTo("empty");
    }

    @Test
    void leavesOutOfTheDigestWhatWasSeenMeanwhile() {
        String ann = World.person("seer");
        World.register(ann);
        try (EventLog log = new EventLog(World.stack())) {
            log.event(ann + "-1", CodeHost.REVIEWED, "seen", CodeHost.reviewed(ann, "seen", 1));
        }
        await().until(() ->
                World.callers()
                                .user(ann)
                                .get(Service.DIGEST, "/api/v1/digests/pending")
                                .body()
                                .path("items")
                                .size()
                        == 1);
        await().until(() -> World.callers().user(ann).inbox().size() == 1);
        String id = World.callers().user(ann).inbox().getFirst().path("id").asString();
        World.callers()
                .user(ann)
                .post("/api/v1/notifications/mark", Map.of("action", "seen", "ids", List.of(id)))
                .expect(200);

        JsonNode run =
                World.callers()
                        .user(ann)
                        .post(Service.DIGEST, "/api/v1/digests/runs", Map.of())
                        .expect(200)
                        .body();

        assertThat(run.path("state").asString()).isEqualTo("empty");
        assertThat(run.path("left_out").asInt()).isEqualTo(1);
        assertThat(World.callers().mails(ann)).isEmpty();
    }

    @Test
    void makesDeadLettersOfUnreadableEventsAndProcessesTheNext() {
        String ann = World.person("after");
        try (EventLog log = new EventLog(World.stack())) {
            log.raw(
                    Topics.DOMAIN_EVENTS,
                    "dead",
                    "{}".getBytes(StandardCharsets.UTF_8),
                    Map.of(
                            Headers.CE_SPECVERSION,
                            "1.0",
                            Headers.CE_ID,
                            ann + "-no-type",
                            Headers.CE_SOURCE,
                            "s"));
            log.event(
                    ann + "-bad",
                    CodeHost.ASSIGNED,
                    "dead",
                    CodeHost.assigned("not a recipient!", "dead", 1));
            log.event(ann + "-good", CodeHost.ASSIGNED, "dead", CodeHost.assigned(ann, "dead", 2));
        }

        await().until(() -> World.callers().user(ann).inbox().size() == 1);
        await().untilAsserted(() -> {
            assertThat(deadLetters())
                    .anySatisfy(letter -> {
                        assertThat(letter.path("event_id").asString()).isEqualTo(ann + "-no-type");
                        assertThat(letter.path("field").asString()).isEqualTo("type");
                        assertThat(letter.path("reason").asString()).isNotBlank();
                    });
            assertThat(deadLetters())
                    .anySatisfy(letter -> {
                        assertThat(letter.path("event_id").asString()).isEqualTo(ann + "-bad");
                        assertThat(letter.path("type").asString()).isEqualTo("issue-assigned");
                        assertThat(letter.path("reason").asString()).contains("A-Za-z0-9");
                    });
        });
    }

    @Test
    void requeuesADeadLetterOnce() {
        String ann = World.person("requeue");
        try (EventLog log = new EventLog(World.stack())) {
            log.event(
                    ann + "-bad",
                    CodeHost.ASSIGNED,
                    "requeue",
                    CodeHost.assigned("no one!", "requeue", 1));
        }
        await().until(() ->
                deadLetters().stream()
                        .anyMatch(
                                letter -> letter.path("event_id").asString().equals(ann + "-bad")));
        String id =
                deadLetters().stream()
                        .filter(letter -> letter.path("event_id").asString().equals(ann + "-bad"))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asString();

        World.callers()
                .admin()
                .post("/api/v1/admin/dead-letters/" + id + "/requeue", "")
                .expect(200);
        World.callers()
                .admin()
                .post("/api/v1/admin/dead-letters/" + id + "/requeue", "")
                .expect(409);
        World.callers()
                .user(ann)
                .post("/api/v1/admin/dead-letters/" + id + "/requeue", "")
                .expect(403);

        await().untilAsserted(() ->
                assertThat(
                                deadLetters().stream()
                                        .filter(letter ->
                                                letter.path("event_id")
                                                        .asString()
                                                        .equals(ann + "-bad")))
                        .hasSize(2));
    }

    private static List<JsonNode> deadLetters() {
        List<JsonNode> letters = new ArrayList<>();
        World.callers()
                .admin()
                .get("/api/v1/admin/dead-letters?limit=100")
                .expect(200)
                .body()
                .path("items")
                .forEach(letters::add);
        return letters;
    }

    private static Map<String, Set<String>> ids(Set<String> people) {
        Map<String, Set<String>> ids = new HashMap<>();
        people.forEach(person ->
                ids.put(
                        person,
                        Set.copyOf(
                                World.callers().user(person).inbox().stream()
                                        .map(row -> row.path("id").asString())
                                        .toList())));
        return ids;
    }

    private static void play(Path state) throws InterruptedException {
        int exit =
                Demo.run(
                        List.of(
                                "--api", World.stack().url(Service.API).toString(),
                                "--kafka", World.stack().kafka(),
                                "--state", state.toString()));
        assertThat(exit).isZero();
    }

    private static List<JsonNode> story() throws IOException {
        try (InputStream in =
                Demo.class.getResourceAsStream("/dev/carillon/local/demo/story.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> EventJson.mapper().readTree(line))
                    .toList();
        }
    }

    private static String thread(JsonNode line) {
        JsonNode payload = line.path("payload");
        return payload.path("repository").path("full_name").asString()
                + "#"
                + payload.path("issue").path("number").asInt();
    }

    /// The table of the code host's rules, written a second time and independently of the types.
    private static Map<String, @Nullable Told> expected(List<JsonNode> story) {
        Map<String, @Nullable Told> expected = new HashMap<>();
        story.forEach(line -> expected.put(line.path("delivery").asString(), told(line)));
        return expected;
    }

    private static @Nullable Told told(JsonNode line) {
        JsonNode data = line.path("payload");
        String event = line.path("event").asString();
        String action = data.path("action").asString("");
        String owner = data.path("repository").path("owner").path("login").asString("");
        Told told =
                switch (event + "." + action) {
                    case "issues.assigned" ->
                            new Told(
                                    data.path("assignee").path("login").asString(""),
                                    "issue-assigned");
                    case "pull_request.review_requested" ->
                            new Told(
                                    data.path("requested_reviewer").path("login").asString(""),
                                    "review-requested");
                    case "issue_comment.created" ->
                            new Told(
                                    data.path("issue").path("user").path("login").asString(""),
                                    "issue-comment");
                    case "pull_request_review.submitted" ->
                            new Told(
                                    data.path("pull_request")
                                            .path("user")
                                            .path("login")
                                            .asString(""),
                                    "review-submitted");
                    case "star.created" -> new Told(owner, "repository-starred");
                    case "fork." -> new Told(owner, "repository-forked");
                    case "member.added" ->
                            new Told(
                                    data.path("member").path("login").asString(""), "member-added");
                    case "release.published" -> new Told(owner, "release-published");
                    case "dependabot_alert.created" -> new Told(owner, "security-alert");
                    case "discussion.answered" ->
                            new Told(
                                    data.path("discussion").path("user").path("login").asString(""),
                                    "discussion-answered");
                    case "workflow_run.completed" -> {
                        JsonNode run = data.path("workflow_run");
                        String conclusion = run.path("conclusion").asString("");
                        String actor = run.path("actor").path("login").asString("");
                        boolean failed = !conclusion.isEmpty() && !conclusion.equals("success");
                        yield new Told(
                                failed
                                        ? (actor.isEmpty()
                                                ? data.path("sender").path("login").asString("")
                                                : actor)
                                        : "",
                                "build-finished");
                    }
                    default -> new Told("", "");
                };
        return told.recipient().isEmpty() || told.recipient().endsWith("[bot]") ? null : told;
    }

    /// Whether the recipient is the actor; security alerts and failed builds notify even their actor.
    private static boolean isOwnAction(@Nullable Told told, JsonNode line) {
        JsonNode data = line.path("payload");
        return told != null
                && !Set.of("security-alert", "build-finished").contains(told.type())
                && List.of(
                                data.path("sender").path("login").asString(""),
                                data.path("answer").path("user").path("login").asString(""))
                        .contains(told.recipient());
    }
}
