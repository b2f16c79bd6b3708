package dev.carillon.api.inbox;

import static dev.carillon.api.inbox.InboxWorld.notification;
import static dev.carillon.api.inbox.InboxWorld.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.InboxChange;
import dev.carillon.events.InboxRow;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.test.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class InboxProjectionIT extends InboxTest {
    @Autowired JdbcTemplate jdbc;

    @Test
    void aReplayChangesNothingAndIsToldAgainWithTheRowAsItIs() {
        RecipientKey who = somebody();
        Notification first = notification(who, "comment");
        Notification second = notification(who, "release");
        world.notify(first, second);
        assertThat(world.counts(who).unread().byCategory())
                .isEqualTo(Map.of("comment", 1L, "release", 1L));
        world.send(who, "PATCH", "/" + first.id(), "{\"read\":true}");

        Notification third = notification(who, "comment");
        world.notify(first, second, first, third);

        var counts = world.counts(who);
        assertThat(counts.seq()).isEqualTo(4);
        assertThat(counts.unread().total()).isEqualTo(2);
        assertThat(counts.unseen().byCategory()).isEqualTo(Map.of("comment", 1L, "release", 1L));
        List<InboxChange> told =
                world.published(who, 7).stream()
                        .filter(change -> change.seq() != null && change.seq() == 1)
                        .toList();
        assertThat(told).hasSize(3).allMatch(it -> it.kind() == InboxChange.Kind.NOTIFICATION);
        assertThat(told.getFirst().row().readAt()).isNull();
        assertThat(told.getFirst().row().createdSeq()).isEqualTo(1);
        assertThat(told.getLast().row().readAt()).isNotNull();
        assertThat(told.getLast().row().seq()).isEqualTo(3);
    }

    @Test
    void whoeverIsNotifiedBecomesARecipientAndTheTimelineTells() {
        RecipientKey who = somebody();
        Notification notification = notification(who, "comment");

        world.notify(notification);

        try (TopicProbe recipients = world.probe(Topics.RECIPIENTS)) {
            recipients.await(1, record -> who.toString().equals(record.key()));
        }
        try (TopicProbe timeline = world.probe(Topics.TIMELINE)) {
            ConsumerRecord<String, byte[]> record =
                    timeline.await(1, each -> who.toString().equals(each.key())).getFirst();
            TimelineEntry entry = EventJson.read(record.value(), TimelineEntry.class);
            assertThat(entry.stage()).isEqualTo(Stages.STORED);
            assertThat(entry.notificationId()).isEqualTo(notification.id());
            assertThat(entry.eventId()).isEqualTo(notification.eventId());
        }
    }

    /// The lock of the counter prevents this; if it happens anyway, it is not the notification's fault. A sequence
    /// counts the attempts, because a rollback does not reset it.
    @Test
    void aRowThatSomebodyInsertsWithoutTheLockMakesNoDeadLetter() {
        RecipientKey who = somebody();
        world.notify(notification(who, "comment"));
        jdbc.execute("create sequence attempt");
        jdbc.execute(
                """
                create function insert_before() returns trigger language plpgsql as $$
                begin
                    if pg_trigger_depth() = 1 and new.recipient = '%s' then
                        perform nextval('attempt');
                        insert into inbox select new.*;
                    end if;
                    return new;
                end $$
                """
                        .formatted(who.recipient()));
        jdbc.execute(
                "create trigger insert_before before insert on inbox for each row execute function insert_before()");
        Notification next = notification(who, "comment");
        try {
            world.send(next);
            await().until(() ->
                    jdbc.queryForObject("select last_value from attempt", Long.class) > 1);
        } finally {
            jdbc.execute("drop trigger insert_before on inbox");
            jdbc.execute("drop function insert_before");
            jdbc.execute("drop sequence attempt");
        }

        await().until(() -> world.all(who).containsKey(next.id()));
        assertThat(world.counts(who).unread().total()).isEqualTo(2);
        assertThat(world.counts(who).seq()).isEqualTo(2);
    }

    @Test
    void aRowThatReplacesTakesTheOldOneAlongAndAReplayDoesNotReviveIt() {
        RecipientKey who = somebody();
        Notification one = notification(who, "comment");
        Notification two = InboxWorld.replacing(notification(who, "comment"), one.id(), 0);
        world.send(one);
        world.notify(two);

        world.send(one);
        Notification marker = notification(who, "release");
        world.notify(marker);

        assertThat(world.all(who)).containsOnlyKeys(two.id(), marker.id());
        assertThat(world.counts(who).unread().byCategory())
                .isEqualTo(Map.of("comment", 1L, "release", 1L));
        assertThat(world.counts(who).seq()).isEqualTo(3);
        ClientModel client = new ClientModel();
        world.stream(who, 3).values().forEach(client::apply);
        assertThat(client.shown()).isEqualTo(world.all(who));
    }

    @Test
    void aTombstoneWaitsForARowThatComesLateAndADeadOneStillReplaces() {
        RecipientKey who = somebody();
        Notification zero = notification(who, "comment");
        Notification one = InboxWorld.replacing(notification(who, "comment"), zero.id(), 0);
        Notification two = InboxWorld.replacing(notification(who, "comment"), one.id(), 0);
        world.notify(zero, two);
        assertThat(world.all(who)).containsOnlyKeys(zero.id(), two.id());

        world.send(one);
        world.notify(notification(who, "release"));

        assertThat(world.all(who)).hasSize(2).containsKey(two.id()).doesNotContainKey(zero.id());
        assertThat(world.counts(who).unread().byCategory()).containsEntry("comment", 1L);
        ClientModel client = new ClientModel();
        world.stream(who, 4).values().forEach(client::apply);
        assertThat(client.shown()).isEqualTo(world.all(who));
    }

    @Test
    void aHigherRevisionUpdatesTheRowAndALowerOneDoesNot() {
        RecipientKey who = somebody();
        Notification first = notification(who, "comment");
        world.notify(first);
        world.send(who, "PATCH", "/" + first.id(), "{\"read\":true}");

        world.send(InboxWorld.replacing(first, null, 2));
        world.send(InboxWorld.replacing(first, null, 1));
        world.notify(notification(who, "release"));

        InboxRow row = world.all(who).get(first.id());
        assertThat(row.title()).isEqualTo("Revision 2");
        assertThat(row.readAt()).isNotNull();
        assertThat(row.createdSeq()).isEqualTo(1);
        assertThat(row.seq()).isEqualTo(3);
        assertThat(world.counts(who).seq()).isEqualTo(4);
    }

    @Test
    void whatCannotBecomeARowIsADeadLetterAndTheOthersAreServed() {
        RecipientKey who = somebody();
        Notification good = notification(who, "comment");
        Notification old = notification(who, "comment", Instant.now().minus(Duration.ofDays(430)));
        Notification ahead =
                notification(who, "comment", Instant.now().plus(Duration.ofMinutes(10)));
        Notification forgotten =
                InboxWorld.decided(
                        notification(who, "comment"), Instant.now().minus(Duration.ofDays(31)));
        Notification withNul =
                EventJson.mapper()
                        .readValue(
                                EventJson.mapper()
                                        .writeValueAsString(notification(who, "comment"))
                                        .replace("\"Message\"", "\"nul \\u0000\""),
                                Notification.class);
        OutgoingRecord garbage =
                new OutgoingRecord(
                        Topics.NOTIFICATIONS,
                        who.toString(),
                        InboxWorld.record(Topics.NOTIFICATIONS, good).headers(),
                        "{\"id\":17".getBytes(StandardCharsets.UTF_8));
        OutgoingRecord foreign =
                OutgoingRecord.of(
                        Topics.NOTIFICATIONS,
                        who.toString(),
                        "dev.carillon.unheard-of",
                        UUID.randomUUID().toString(),
                        "carillon:/test",
                        Instant.now(),
                        "default",
                        null,
                        Map.of());
        world.send(garbage);
        world.send(foreign);

        Notification large =
                EventJson.mapper()
                        .readValue(
                                EventJson.mapper()
                                        .writeValueAsString(notification(who, "comment"))
                                        .replace("\"Message\"", "\"" + "x".repeat(600_000) + "\""),
                                Notification.class);

        world.send(old, ahead, withNul, forgotten, large);
        world.notify(good);

        try (TopicProbe probe = world.probe(Topics.DEAD_LETTERS)) {
            List<String> codes =
                    probe
                            .await(
                                    7,
                                    record ->
                                            who.toString().equals(header(record, Headers.DEAD_KEY)))
                            .stream()
                            .map(record -> header(record, Headers.DEAD_CODE))
                            .toList();
            assertThat(codes)
                    .containsExactlyInAnyOrder(
                            "malformed_value",
                            "unknown_record_type",
                            "event_too_old",
                            "event_in_future",
                            "unstorable",
                            "notification_too_large",
                            "beyond_memory");
        }
        assertThat(world.all(who)).containsOnlyKeys(good.id());
        assertThat(world.counts(who).seq()).isEqualTo(1);
    }

    @Test
    void thePacedLaneFillsTheSameInbox() {
        RecipientKey who = somebody();
        Notification paced = notification(who, "announcement");

        world.send(
                OutgoingRecord.of(
                        Topics.NOTIFICATIONS_BULK,
                        who.toString(),
                        RecordTypes.NOTIFICATION,
                        paced.id().toString(),
                        "carillon:/test",
                        paced.createdAt(),
                        "default",
                        null,
                        paced));

        world.awaitRow(who, paced.id());
        assertThat(world.counts(who).unread().total()).isEqualTo(1);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
