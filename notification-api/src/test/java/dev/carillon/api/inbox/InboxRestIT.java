package dev.carillon.api.inbox;

import static dev.carillon.api.inbox.InboxWorld.notification;
import static dev.carillon.api.inbox.InboxWorld.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.Cursor;
import dev.carillon.events.InboxChange;
import dev.carillon.events.Notification;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.ChangesPage;
import dev.carillon.events.rest.MarkAnswer;
import dev.carillon.events.rest.NotificationPage;
import dev.carillon.events.rest.StatesAnswer;
import dev.carillon.platform.security.Caller;
import dev.carillon.platform.web.QueryReader;
import dev.carillon.test.TestTokens;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.ServletWebRequest;

class InboxRestIT extends InboxTest {
    @Autowired MarkInbox mark;
    @Autowired KafkaAdmin kafka;

    @Test
    void pagesBothWays() {
        RecipientKey who = somebody();
        List<UUID> ids = fill(who, 7, "comment");

        NotificationPage first = world.list(who, "?limit=3");
        NotificationPage second = world.list(who, "?limit=3&cursor=" + first.nextCursor());
        NotificationPage third = world.list(who, "?limit=3&cursor=" + second.nextCursor());

        assertThat(first.previousCursor()).isNull();
        assertThat(third.nextCursor()).isNull();
        List<UUID> seen = InboxWorld.ids(first.items());
        seen.addAll(InboxWorld.ids(second.items()));
        seen.addAll(InboxWorld.ids(third.items()));
        assertThat(seen).isEqualTo(ids);

        NotificationPage back = world.list(who, "?limit=3&cursor=" + third.previousCursor());
        assertThat(back.items()).isEqualTo(second.items());
        NotificationPage start = world.list(who, "?limit=3&cursor=" + back.previousCursor());
        assertThat(start.items()).isEqualTo(first.items());
        assertThat(start.previousCursor()).isNull();
        NotificationPage oldest = world.list(who, "?limit=2&direction=previous");
        assertThat(InboxWorld.ids(oldest.items())).isEqualTo(ids.subList(5, 7));
        assertThat(world.list(who, "?limit=2&cursor=" + oldest.previousCursor()).items())
                .isEqualTo(world.list(who, "?limit=7").items().subList(3, 5));
        String newest = "?limit=3&direction=previous&cursor=" + first.nextCursor();
        assertThat(InboxWorld.ids(world.list(who, newest).items())).isEqualTo(ids.subList(0, 2));
    }

    @Test
    void filters() {
        RecipientKey who = somebody();
        Instant then = Instant.now().minus(Duration.ofDays(40));
        Notification old = notification(who, "release", then);
        Notification comment = notification(who, "comment");
        Notification read = notification(who, "comment");
        Notification archived = notification(who, "comment");
        world.notify(old, comment, read, archived);
        patch(who, read.id(), "{\"read\":true}");
        patch(who, archived.id(), "{\"archived\":true}");

        assertThat(ids(who, "?category=release")).containsExactly(old.id());
        assertThat(ids(who, "?category=nothing")).isEmpty();
        assertThat(ids(who, "")).containsExactlyInAnyOrder(old.id(), comment.id(), read.id());
        assertThat(ids(who, "?state=unread")).containsExactlyInAnyOrder(old.id(), comment.id());
        assertThat(ids(who, "?state=read")).containsExactly(read.id());
        assertThat(ids(who, "?state=unseen")).containsExactlyInAnyOrder(old.id(), comment.id());
        assertThat(ids(who, "?state=archived")).containsExactly(archived.id());
        assertThat(ids(who, "?state=all")).hasSize(4);
        assertThat(ids(who, "?type=a-type&state=unread&category=comment"))
                .containsExactly(comment.id());
        assertThat(ids(who, "?to=" + then.plusSeconds(1))).containsExactly(old.id());
        assertThat(ids(who, "?from=" + then.plusSeconds(1)))
                .containsExactlyInAnyOrder(comment.id(), read.id());
        assertThat(world.get(who, "/stats").json())
                .containsEntry("total", 4)
                .containsEntry("read", 1)
                .containsEntry("archived", 1)
                .containsEntry("read_rate", new BigDecimal("0.25"));
    }

    @Test
    void everyFaultOfTheParametersIsNamed() {
        RecipientKey who = somebody();

        var answer =
                world.get(
                        who,
                        "?limit=101&state=gone&cursor=%21&direction=up&from=today&category=%20");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(fields(answer))
                .containsExactlyInAnyOrder(
                        "limit", "state", "cursor", "direction", "from", "category");
        assertThat(fields(world.get(who, "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")))
                .containsExactly("to");
        assertThat(fields(world.get(who, "/changes"))).containsExactly("cursor");
        assertThat(fields(world.get(who, "/changes?cursor=abc"))).containsExactly("cursor");
        assertThat(world.get(who, "/no-uuid").status()).isEqualTo(400);
    }

    @Test
    void everyFaultOfAMarkIsNamedAndChangesNothing() {
        RecipientKey who = somebody();
        Notification one = notification(who, "comment");
        world.notify(one);

        var faults =
                world.send(
                        who, "POST", "/mark", "{\"action\":\"eat\",\"ids\":[\"x\"],\"upto\":-1}");
        assertThat(faults.status()).isEqualTo(422);
        assertThat(fields(faults)).contains("action", "ids[0]", "upto", "ids");
        assertThat(fields(world.send(who, "POST", "/mark", "{\"action\":\"read\"}")))
                .containsExactly("ids");
        String unknown =
                "{\"action\":\"read\",\"ids\":[\"%s\",\"%s\"]}"
                        .formatted(one.id(), UUID.randomUUID());
        var absent = world.send(who, "POST", "/mark", unknown);
        assertThat(absent.status()).isEqualTo(404);
        assertThat(fields(absent)).containsExactly("ids[1]");
        assertThat(fields(world.send(who, "PATCH", "/" + one.id(), "{\"seen\":false}")))
                .containsExactly("seen");
        assertThat(fields(world.send(who, "PATCH", "/" + one.id(), "{}"))).containsExactly("read");
        assertThat(world.counts(who).seq()).isEqualTo(1);
    }

    @Test
    void anothersNotificationIsAbsent() {
        RecipientKey ann = somebody();
        RecipientKey bob = somebody();
        RecipientKey sameNameElsewhere = new RecipientKey("other", ann.recipient());
        Notification anns = notification(ann, "comment");
        world.notify(anns);

        for (RecipientKey stranger : List.of(bob, sameNameElsewhere)) {
            assertThat(world.get(stranger, "/" + anns.id()).status()).isEqualTo(404);
            assertThat(world.send(stranger, "PATCH", "/" + anns.id(), "{\"read\":true}").status())
                    .isEqualTo(404);
            assertThat(world.send(stranger, "DELETE", "/" + anns.id(), null).status())
                    .isEqualTo(404);
            String body = "{\"action\":\"delete\",\"ids\":[\"%s\"]}".formatted(anns.id());
            assertThat(world.send(stranger, "POST", "/mark", body).status()).isEqualTo(404);
            assertThat(world.list(stranger, "").items()).isEmpty();
        }
        assertThat(world.get(ann, "/" + anns.id()).status()).isEqualTo(200);
        assertThat(world.counts(ann).seq()).isEqualTo(1);
    }

    @Test
    void anInboxThatNobodyWroteToIsEmpty() {
        RecipientKey who = somebody();

        NotificationPage page = world.list(who, "");

        assertThat(page.items()).isEmpty();
        assertThat(page.counts().unread().total()).isZero();
        assertThat(place(page.cursor()).seq()).isZero();
        ChangesPage changes = world.changes(who, page.cursor());
        assertThat(changes.reset()).isFalse();
        assertThat(changes.items()).isEmpty();
        Notification first = notification(who, "comment");
        world.notify(first);
        assertThat(InboxWorld.ids(world.changes(who, page.cursor()).items()))
                .containsExactly(first.id());
        var all = world.send(somebody(), "POST", "/mark", "{\"action\":\"read\",\"upto\":9}");
        assertThat(all.as(MarkAnswer.class).changed()).isZero();
    }

    @Test
    void aPollCostsNothingUntilSomethingChanges() {
        RecipientKey who = somebody();
        Notification one = notification(who, "comment");
        world.notify(one);
        var first = world.get(who, "?limit=5");
        String etag = first.header("etag");
        assertThat(etag).isNotBlank();

        assertThat(world.get(who, "?limit=5", "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(
                        world.get(
                                        who,
                                        "/counts",
                                        "If-None-Match",
                                        world.get(who, "/counts").header("etag"))
                                .status())
                .isEqualTo(304);
        patch(who, one.id(), "{\"seen\":true}");
        assertThat(world.get(who, "?limit=5", "If-None-Match", etag).status()).isEqualTo(200);
    }

    @Test
    void marksManyAllAndDeletes() {
        RecipientKey who = somebody();
        List<UUID> comments = fill(who, 5, "comment");
        List<UUID> releases = fill(who, 3, "release");

        MarkAnswer some =
                mark(
                        who,
                        "{\"action\":\"read\",\"ids\":[\"%s\",\"%s\"]}"
                                .formatted(comments.get(0), comments.get(1)));
        assertThat(some.changed()).isEqualTo(2);
        assertThat(some.counts().unread().byCategory())
                .isEqualTo(Map.of("comment", 3L, "release", 3L));
        assertThat(some.counts().seq()).isEqualTo(10);

        MarkAnswer category = mark(who, "{\"action\":\"seen\",\"category\":\"release\"}");
        assertThat(category.changed()).isEqualTo(3);
        assertThat(category.counts().seq()).isEqualTo(11);
        assertThat(category.counts().unseen().byCategory()).isEqualTo(Map.of("comment", 3L));

        long upto = category.counts().seq();
        fill(who, 1, "comment");
        MarkAnswer all = mark(who, "{\"action\":\"read\",\"upto\":%d}".formatted(upto));
        assertThat(all.changed()).isEqualTo(6);
        assertThat(all.counts().unread().byCategory()).isEqualTo(Map.of("comment", 1L));
        assertThat(mark(who, "{\"action\":\"read\",\"upto\":%d}".formatted(upto)).changed())
                .isZero();

        UUID gone = releases.getFirst();
        assertThat(world.send(who, "DELETE", "/" + gone, null).status()).isEqualTo(204);
        assertThat(world.send(who, "DELETE", "/" + gone, null).status()).isEqualTo(204);
        assertThat(world.get(who, "/" + gone).status()).isEqualTo(404);
        assertThat(world.send(who, "PATCH", "/" + gone, "{\"read\":false}").status())
                .isEqualTo(404);
        ClientModel client = new ClientModel();
        long last = world.counts(who).seq();
        world.stream(who, last).values().forEach(client::apply);
        assertThat(client.shown()).isEqualTo(world.all(who));
    }

    @Test
    void whatTheMarkDidNotSeeIsLeftAlone() {
        RecipientKey who = somebody();
        Notification one = notification(who, "comment");
        world.notify(one);
        patch(who, one.id(), "{\"read\":true}");
        patch(who, one.id(), "{\"read\":false}");

        patch(who, one.id(), "{\"read\":true,\"seq\":2}");
        assertThat(world.counts(who).unread().total()).isEqualTo(1);
        assertThat(mark(who, "{\"action\":\"read\",\"upto\":2}").changed()).isZero();
        patch(who, one.id(), "{\"read\":true,\"seq\":3}");
        assertThat(world.counts(who).unread().total()).isZero();
    }

    @Test
    void concurrentMarksKeepCountsExact() throws Exception {
        RecipientKey who = somebody();
        List<UUID> ids = fill(who, 30, "comment");
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            List<UUID> mine = new ArrayList<>(ids);
            Collections.shuffle(mine, new java.util.Random(n));
            List<RowAction> action = List.of(n % 2 == 0 ? RowAction.READ : RowAction.UNREAD);
            threads.add(
                    Thread.startVirtualThread(
                            () -> mine.forEach(id -> mark.rows(who, List.of(id), action, null))));
        }
        fill(who, 10, "release");
        for (Thread thread : threads) {
            thread.join();
        }

        long unread = world.list(who, "?limit=100&state=unread").items().size();
        var counts = world.counts(who);
        assertThat(counts.unread().total()).isEqualTo(unread);
        ClientModel client = new ClientModel();
        world.stream(who, counts.seq()).values().forEach(client::apply);
        assertThat(client.shown()).isEqualTo(world.all(who));
    }

    @Test
    void servicesAskWhatWasSeenOrRemoved() {
        RecipientKey who = somebody();
        Notification fresh = notification(who, "comment");
        Notification seen = notification(who, "comment");
        Notification deleted = notification(who, "comment");
        Notification grouped = notification(who, "comment");
        Notification group = InboxWorld.replacing(notification(who, "comment"), grouped.id(), 0);
        world.notify(fresh, seen, deleted, grouped);
        world.notify(group);
        patch(who, seen.id(), "{\"seen\":true}");
        patch(who, group.id(), "{\"seen\":true}");
        world.send(who, "DELETE", "/" + deleted.id(), null);
        String body =
                "{\"ids\":[\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"]}"
                        .formatted(
                                fresh.id(),
                                seen.id(),
                                deleted.id(),
                                grouped.id(),
                                UUID.randomUUID());

        StatesAnswer states =
                world.call("POST", TestTokens.service("digest"), "/states", body)
                        .as(StatesAnswer.class);

        assertThat(states.seen()).containsExactlyInAnyOrder(seen.id(), grouped.id());
        assertThat(states.removed()).containsExactly(deleted.id());
        assertThat(world.send(who, "POST", "/states", body).status()).isEqualTo(403);
        assertThat(
                        fields(
                                world.call(
                                        "POST",
                                        TestTokens.service("digest"),
                                        "/states",
                                        "{\"ids\":[]}")))
                .containsExactly("ids");
    }

    @Test
    void servicesLearnNothingOfAnotherTenantsNotifications() {
        RecipientKey who = somebody();
        Notification seen = notification(who, "comment");
        Notification deleted = notification(who, "comment");
        world.notify(seen, deleted);
        patch(who, seen.id(), "{\"seen\":true}");
        world.send(who, "DELETE", "/" + deleted.id(), null);
        String body = "{\"ids\":[\"%s\",\"%s\"]}".formatted(seen.id(), deleted.id());

        StatesAnswer another =
                states(TestTokens.mint("elsewhere", "shop", Duration.ofHours(1), "service"), body);
        StatesAnswer scheduler =
                states(
                        TestTokens.mint(
                                "elsewhere", "digest-scheduler", Duration.ofHours(1), "service"),
                        body);

        assertThat(another.seen()).isEmpty();
        assertThat(another.removed()).isEmpty();
        assertThat(scheduler.seen()).containsExactly(seen.id());
        assertThat(scheduler.removed()).containsExactly(deleted.id());
    }

    private StatesAnswer states(String token, String body) {
        return world.call("POST", token, "/states", body).as(StatesAnswer.class);
    }

    private static Cursor place(String cursor) {
        return ReceivedCursor.parse(cursor).cursor();
    }

    /// A change that is published after the position was looked up must be among the rows, or it would never be shown.
    @Test
    void theLogPositionIsLookedUpBeforeTheRowsAreRead() {
        RecipientKey who = somebody();
        world.notify(notification(who, "comment"));
        String start = world.list(who, "").cursor();
        List<UUID> meanwhile = new ArrayList<>();
        LogEnds slow =
                new LogEnds(kafka, topics) {
                    @Override
                    Position of(RecipientKey of) {
                        Position known = super.of(of);
                        Notification next = notification(who, "comment");
                        world.notify(next);
                        meanwhile.add(next.id());
                        return known;
                    }
                };
        try {
            InboxController controller = new InboxController(inbox, slow);
            Caller caller = new Caller(who.tenant(), who.recipient(), Set.of());

            assertThat(controller.changes(caller, start).items())
                    .extracting(row -> row.id())
                    .containsExactly(meanwhile.getFirst());
            assertThat(
                            controller
                                    .list(
                                            caller,
                                            new ServletWebRequest(new MockHttpServletRequest()),
                                            new QueryReader(),
                                            null,
                                            null,
                                            null,
                                            null,
                                            null,
                                            null,
                                            null,
                                            null)
                                    .getBody()
                                    .items())
                    .extracting(row -> row.id())
                    .contains(meanwhile.getLast());
        } finally {
            slow.destroy();
        }
    }

    @Test
    void aMarkTouchesOnlyItsCategoryAndWhatExistedThen() {
        RecipientKey who = somebody();
        List<UUID> comments = fill(who, 2, "comment");
        List<UUID> releases = fill(who, 2, "release");
        List<UUID> later = fill(who, 1, "comment");

        for (String action : List.of("seen", "clicked", "archive", "delete")) {
            MarkAnswer marked =
                    mark(
                            who,
                            "{\"action\":\"%s\",\"upto\":4,\"category\":\"comment\"}"
                                    .formatted(action));
            assertThat(marked.changed()).as(action).isEqualTo(2);
        }

        assertThat(world.all(who).keySet())
                .hasSize(3)
                .containsAll(releases)
                .containsAll(later)
                .doesNotContainAnyElementsOf(comments);
        assertThat(world.all(who).values())
                .allMatch(row -> row.seenAt() == null && row.archivedAt() == null);
        assertThat(world.counts(who).unread().byCategory())
                .isEqualTo(Map.of("comment", 1L, "release", 2L));
    }

    @Test
    void cursorsBelongToOneRecipient() {
        RecipientKey who = somebody();
        RecipientKey other = somebody();
        fill(who, 5, "comment");
        fill(other, 5, "comment");
        NotificationPage page = world.list(who, "?limit=2");
        String previous = world.list(who, "?limit=2&cursor=" + page.nextCursor()).previousCursor();

        for (String call :
                List.of(
                        "?cursor=" + page.nextCursor(),
                        "?cursor=" + previous,
                        "/changes?cursor=" + page.cursor())) {
            assertThat(fields(world.get(other, call))).as(call).containsExactly("cursor");
            assertThat(fields(world.get(new RecipientKey("other", who.recipient()), call)))
                    .as("the same id in another tenant: " + call)
                    .containsExactly("cursor");
        }
        assertThat(world.changes(who, page.cursor()).reset()).isFalse();
    }

    @Test
    void aCursorOfAnOlderVersionStartsAnew() {
        RecipientKey who = somebody();
        fill(who, 3, "comment");
        String unmarked =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("c1.1.1.0.0".getBytes(StandardCharsets.US_ASCII));

        ChangesPage changes = world.changes(who, unmarked);

        assertThat(changes.reset()).isTrue();
        assertThat(world.changes(who, changes.cursor()).reset()).isFalse();
    }

    @Test
    void changesAreCompleteAndAForeignEpochStartsAnew() {
        RecipientKey who = somebody();
        List<UUID> ids = fill(who, 130, "comment");
        String start = Cursor.start(1).encoded(who);

        ChangesPage page = world.changes(who, start);
        assertThat(page.hasMore()).isTrue();
        assertThat(page.items()).hasSize(100);
        assertThat(place(page.cursor()).within())
                .as("which no gateway resumes from")
                .isEqualTo(page.items().getLast().id());
        ChangesPage rest = world.changes(who, page.cursor());
        assertThat(rest.hasMore()).isFalse();
        assertThat(rest.items()).hasSize(30);
        assertThat(place(rest.cursor()).offset()).isNotNegative();
        mark(who, "{\"action\":\"read\",\"upto\":130}");
        ChangesPage marked = world.changes(who, page.cursor());
        assertThat(marked.items()).hasSize(100);
        assertThat(marked.hasMore()).as("a page ends amid the rows of one mark").isTrue();
        assertThat(place(marked.cursor()).seq()).as("which is not complete yet").isEqualTo(130);
        ChangesPage others = world.changes(who, marked.cursor());
        assertThat(others.hasMore()).isFalse();
        assertThat(Stream.concat(marked.items().stream(), others.items().stream()))
                .extracting(row -> row.id())
                .containsExactlyInAnyOrderElementsOf(ids);
        world.send(who, "DELETE", "/" + ids.getFirst(), null);
        ChangesPage deleted = world.changes(who, others.cursor());
        assertThat(deleted.items()).hasSize(1);
        assertThat(deleted.items().getFirst().deleted()).isTrue();
        assertThat(deleted.items().getFirst().title()).isNull();

        assertThat(world.changes(who, new Cursor(2, 1, 0, 0).encoded(who)).reset()).isTrue();
        assertThat(world.changes(who, new Cursor(1, 999, 0, 0).encoded(who)).reset()).isTrue();
    }

    @Test
    void whatExpiresLeavesByItself() {
        RecipientKey who = somebody();
        Notification brief =
                InboxWorld.expiring(notification(who, "comment"), InboxWorld.now().plusSeconds(2));
        Notification late =
                InboxWorld.expiring(notification(who, "comment"), InboxWorld.now().minusMillis(1));
        Notification lasting = notification(who, "comment");
        world.send(brief, late);
        world.notify(lasting);

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> inbox.counter(who).counts().unread().total() == 1);

        assertThat(world.all(who)).containsOnlyKeys(lasting.id());
        List<InboxChange> changes =
                new ArrayList<>(world.stream(who, world.counts(who).seq()).values());
        assertThat(changes.stream().filter(it -> it.row().deleted()).map(it -> it.row().id()))
                .containsExactlyInAnyOrder(brief.id(), late.id());
    }

    private List<UUID> fill(RecipientKey who, int rows, String category) {
        Notification[] notifications = new Notification[rows];
        for (int row = 0; row < rows; row++) {
            // a different time for each: rows of one instant would be ordered by their hashes
            notifications[row] =
                    notification(who, category, Instant.now().minusSeconds(rows - row));
        }
        world.send(notifications);
        world.awaitRow(who, notifications[rows - 1].id());
        List<UUID> newestFirst =
                new ArrayList<>(Arrays.stream(notifications).map(Notification::id).toList());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private List<UUID> ids(RecipientKey who, String query) {
        return InboxWorld.ids(world.list(who, query).items());
    }

    private void patch(RecipientKey who, UUID id, String body) {
        var answer = world.send(who, "PATCH", "/" + id, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private MarkAnswer mark(RecipientKey who, String body) {
        return world.send(who, "POST", "/mark", body).as(MarkAnswer.class);
    }

    private static List<String> fields(InboxWorld.Answer answer) {
        return ((List<?>) answer.json().get("errors"))
                .stream().map(error -> (String) ((Map<?, ?>) error).get("field")).toList();
    }
}
