package dev.carillon.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.ClientAction;
import dev.carillon.events.Counts;
import dev.carillon.events.Cursor;
import dev.carillon.events.EventJson;
import dev.carillon.events.InboxChange;
import dev.carillon.events.InboxRow;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.NotificationPage;
import dev.carillon.platform.outbox.TransactionalOutbox;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/// Random histories: from any start `seq`, by the changes endpoint or by the stream, a client ends with the same state
/// as a full load.
class InboxModelIT extends InboxTest {
    private static final List<String> CATEGORIES = List.of("comment", "release", "build");

    private static final List<RowAction> MARKS =
            List.of(
                    RowAction.SEEN,
                    RowAction.READ,
                    RowAction.UNREAD,
                    RowAction.CLICKED,
                    RowAction.ARCHIVE,
                    RowAction.UNARCHIVE);

    @Autowired ProjectNotifications projector;
    @Autowired MarkInbox mark;
    @Autowired AnswerActions actions;
    @Autowired JdbcTemplate jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired Inboxes inboxes;
    @Autowired ChangeRows change;
    @Autowired TransactionalOutbox outbox;

    @Test
    void everyWayToFollowAnInboxEndsWithTheSame() throws Exception {
        long seed = Instant.now().toEpochMilli();
        RecipientKey who = InboxWorld.somebody();
        List<Notification> sent = new CopyOnWriteArrayList<>();
        sent.add(InboxWorld.notification(who, "comment"));
        project(List.of(sent.getFirst()));
        Map<String, ClientModel> clients = new HashMap<>();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            Random random = new Random(seed + writer);
            writers.add(Thread.startVirtualThread(() -> live(who, sent, random)));
        }
        while (writers.stream().anyMatch(Thread::isAlive) && clients.size() < 12) {
            NotificationPage page = world.list(who, "?limit=100&state=all");
            ClientModel client = new ClientModel();
            page.items().forEach(client::merge);
            clients.put(page.cursor() + "#" + clients.size(), client);
        }
        for (Thread writer : writers) {
            writer.join();
        }

        Map<UUID, InboxRow> truth = world.all(who);
        Counts counts = world.counts(who);
        assertThat(truth).as("seed " + seed).hasSizeLessThan(100).isNotEmpty();
        assertThat(counts.unread().byCategory()).isEqualTo(unread(truth));
        assertThat(counts.unread().total())
                .isEqualTo(unread(truth).values().stream().mapToLong(Long::longValue).sum());
        clients.forEach((cursor, client) -> {
            follow(who, client, cursor.substring(0, cursor.indexOf('#')));
            assertThat(client.shown()).as("seed " + seed).isEqualTo(truth);
        });
        ClientModel listener = new ClientModel();
        world.stream(who, counts.seq()).values().forEach(listener::apply);
        assertThat(listener.shown()).as("seed " + seed).isEqualTo(truth);
    }

    @Test
    void aMarkOfThousandsGoesInChunksThatTellExactlyWhatTheyReached() {
        RecipientKey who = InboxWorld.somebody();
        int rows = 2 * ChangeRows.CHUNK + 7;
        List<Notification> all = new ArrayList<>(rows);
        Instant start = Instant.now().minusSeconds(rows);
        for (int row = 0; row < rows; row++) {
            all.add(
                    InboxWorld.notification(
                            who, CATEGORIES.get(row % 2), start.plusMillis(row * 10L)));
        }
        for (int from = 0; from < rows; from += 500) {
            store(all.subList(from, Math.min(rows, from + 500)));
        }
        mark.rows(who, List.of(all.getFirst().id()), List.of(RowAction.READ), null);
        mark.rows(who, List.of(all.getFirst().id()), List.of(RowAction.UNREAD), null);
        ClientModel client = new ClientModel();
        follow(who, client, Cursor.start(1).encoded(who));
        long before = world.counts(who).seq();

        ClientAction action =
                new ClientAction(
                        who.tenant(),
                        who.recipient(),
                        UUID.randomUUID(),
                        ClientAction.Action.MARK_ALL_READ,
                        null,
                        before,
                        null,
                        null,
                        InboxWorld.now());
        var answers = changes(actions.answer(List.of(action)));

        assertThat(answers)
                .extracting(it -> it.seq())
                .containsExactly(before + 1, before + 2, before + 3);
        assertThat(answers)
                .extracting(it -> it.actionId())
                .containsExactly(null, null, action.actionId());
        assertThat(answers.getLast().counts().unread().total()).isZero();
        assertThat(changes(actions.answer(List.of(action))))
                .extracting(it -> it.seq())
                .containsExactly(before + 1, before + 2, before + 3);
        assertThat(world.counts(who).seq()).isEqualTo(before + 3);
        answers.forEach(client::apply);
        ClientModel loaded = new ClientModel();
        follow(who, loaded, Cursor.start(1).encoded(who));
        assertThat(client.shown()).isEqualTo(loaded.shown());
        List<Long> sizes =
                jdbc.queryForList(
                        "select count(*) from inbox where recipient = ? and read_seq > ? group by read_seq order by read_seq",
                        Long.class,
                        who.recipient(),
                        before);
        assertThat(sizes).containsExactly(5_000L, 5_000L, 7L);

        Notification meanwhile = InboxWorld.notification(who, "comment");
        MarkInbox slow = markThatLetsOneArriveAfterItsFirstChunk(meanwhile);
        assertThat(slow.all(who, RowAction.ARCHIVE, null, null).rows()).isEqualTo(rows);
        assertThat(inbox.one(who, meanwhile.id()).orElseThrow().state().archivedAt())
                .as("came after the mark")
                .isNull();
        assertThat(world.counts(who).unread().total()).isEqualTo(1);
    }

    private MarkInbox markThatLetsOneArriveAfterItsFirstChunk(Notification meanwhile) {
        TransactionOperations slow =
                new TransactionOperations() {
                    private boolean first = true;

                    @Override
                    public <T> T execute(TransactionCallback<T> chunk) {
                        T done = transactions.execute(chunk);
                        if (first) {
                            first = false;
                            store(List.of(meanwhile));
                        }
                        return done;
                    }
                };
        return new MarkInbox(slow, inboxes, change, outbox, Clock.systemUTC());
    }

    private void live(RecipientKey who, List<Notification> sent, Random random) {
        for (int step = 0; step < 60; step++) {
            Notification some = sent.get(random.nextInt(sent.size()));
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    Notification next = InboxWorld.notification(who, category(random));
                    if (random.nextInt(4) == 0) {
                        next = InboxWorld.replacing(next, some.id(), 0);
                    }
                    project(List.of(next, some));
                    sent.add(next);
                }
                case 2 -> project(List.of(InboxWorld.replacing(some, some.replaces(), step)));
                case 3, 4 -> mark.rows(who, List.of(some.id()), List.of(action(random)), null);
                case 5 -> mark.rows(who, List.of(some.id()), List.of(RowAction.DELETE), null);
                case 6 ->
                        mark.all(
                                who,
                                action(random),
                                saw(who, random),
                                random.nextBoolean() ? null : category(random));
                default -> act(who, some.id(), random);
            }
        }
    }

    private void act(RecipientKey who, UUID id, Random random) {
        ClientAction.Action[] kinds = ClientAction.Action.values();
        ClientAction action =
                new ClientAction(
                        who.tenant(),
                        who.recipient(),
                        UUID.randomUUID(),
                        kinds[random.nextInt(kinds.length)],
                        id,
                        saw(who, random),
                        null,
                        random.nextInt(3) == 0 ? null : saw(who, random),
                        InboxWorld.now());
        publisher.publish(actions.answer(List.of(action)));
        if (random.nextInt(4) == 0) {
            publisher.publish(actions.answer(List.of(action)));
        }
    }

    private long saw(RecipientKey who, Random random) {
        return Math.max(0, inbox.counter(who).seq() - random.nextInt(20));
    }

    private void project(List<Notification> notifications) {
        publisher.publish(store(notifications));
    }

    private List<OutgoingRecord> store(List<Notification> notifications) {
        List<Arrival> arrivals =
                notifications.stream().map(each -> new Arrival(each, null, null)).toList();
        return projector.project(arrivals).stream()
                .map(ProjectNotifications.Publication::record)
                .toList();
    }

    private void follow(RecipientKey who, ClientModel client, String cursor) {
        ReadInbox.Changes page;
        ReceivedCursor from = ReceivedCursor.parse(cursor);
        do {
            page = inbox.changes(who, from);
            assertThat(page.reset()).isFalse();
            page.rows().forEach(row -> client.merge(row.shown()));
            from =
                    ReceivedCursor.parse(
                            new Cursor(1, page.upto(), -1, -1, page.within()).encoded(who));
        } while (page.more());
    }

    private static List<InboxChange> changes(List<OutgoingRecord> records) {
        return records.stream()
                .map(record -> EventJson.read(record.value(), InboxChange.class))
                .toList();
    }

    private static Map<String, Long> unread(Map<UUID, InboxRow> rows) {
        Map<String, Long> unread = new HashMap<>();
        rows.values().stream()
                .filter(row -> row.readAt() == null && row.archivedAt() == null)
                .forEach(row -> unread.merge(row.category(), 1L, Long::sum));
        return unread;
    }

    private static RowAction action(Random random) {
        return MARKS.get(random.nextInt(MARKS.size()));
    }

    private static String category(Random random) {
        return CATEGORIES.get(random.nextInt(CATEGORIES.size()));
    }
}
