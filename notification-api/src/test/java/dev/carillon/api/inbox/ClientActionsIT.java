package dev.carillon.api.inbox;

import static dev.carillon.api.inbox.InboxWorld.notification;
import static dev.carillon.api.inbox.InboxWorld.somebody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.ClientAction;
import dev.carillon.events.ClientAction.Action;
import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.InboxChange;
import dev.carillon.events.Notification;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Stages;
import dev.carillon.events.TimelineEntry;
import dev.carillon.events.Topics;
import dev.carillon.test.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClientActionsIT extends InboxTest {
    @Test
    void anActionIsAnsweredWithItsChange() {
        RecipientKey who = somebody();
        Notification one = notification(who, "comment");
        world.notify(one);

        InboxChange answer = world.answer(world.act(who, Action.MARK_READ, one.id(), 1L));

        assertThat(answer.kind()).isEqualTo(InboxChange.Kind.CHANGED);
        assertThat(answer.seq()).isEqualTo(2);
        assertThat(answer.action()).isEqualTo("read");
        assertThat(answer.row().readAt()).isNotNull();
        assertThat(answer.row().readSeq()).isEqualTo(2);
        assertThat(answer.counts().unread().total()).isZero();
        assertThat(answer.error()).isNull();
        try (TopicProbe timeline = world.probe(Topics.TIMELINE)) {
            timeline.await(
                    1,
                    record ->
                            who.toString().equals(record.key())
                                    && EventJson.read(record.value(), TimelineEntry.class)
                                            .stage()
                                            .equals(Stages.READ));
        }
    }

    @Test
    void aRepeatedActionChangesNothingAndIsAnsweredTheSame() {
        RecipientKey who = somebody();
        Notification one = notification(who, "comment");
        world.notify(one);
        ClientAction read = world.act(who, Action.MARK_READ, one.id(), 1L);
        world.answer(read);
        world.answer(world.act(who, Action.MARK_UNREAD, one.id(), 2L));

        world.act(read);

        List<InboxChange> answers = world.answers(read, 2);
        assertThat(answers).extracting(InboxChange::seq).containsExactly(2L, 2L);
        assertThat(answers.getLast().row().readAt()).as("the row as it is").isNull();
        assertThat(world.counts(who).seq()).isEqualTo(3);
        assertThat(world.counts(who).unread().total()).isEqualTo(1);
    }

    @Test
    void anActionOnAnOlderSightIsAnsweredWithTheRowAsItIs() {
        RecipientKey who = somebody();
        Notification one = notification(who, "comment");
        world.notify(one);
        world.answer(world.act(who, Action.MARK_READ, one.id(), 1L));
        world.answer(world.act(who, Action.MARK_UNREAD, one.id(), 2L));

        ClientAction late = world.act(who, Action.MARK_READ, one.id(), 1L);

        InboxChange answer = world.answer(late);
        assertThat(answer.seq()).isNull();
        assertThat(answer.row().readAt()).isNull();
        assertThat(answer.row().seq()).isEqualTo(3);
        InboxChange seen = world.answer(world.act(who, Action.MARK_SEEN, one.id(), 1L));
        assertThat(seen.seq()).as("seen long since").isNull();
    }

    @Test
    void whatIsNotThereIsAnsweredToo() {
        RecipientKey nobody = somebody();
        InboxChange empty =
                world.answer(world.act(nobody, Action.MARK_READ, UUID.randomUUID(), null));
        assertThat(empty.error().code()).isEqualTo("not_found");
        RecipientKey ann = somebody();
        RecipientKey bob = somebody();
        Notification anns = notification(ann, "comment");
        world.notify(anns, notification(bob, "comment"));

        InboxChange foreign = world.answer(world.act(bob, Action.ARCHIVE, anns.id(), null));
        InboxChange nameless = world.answer(world.act(bob, Action.CLICKED, null, null));

        assertThat(foreign.error().code()).isEqualTo("not_found");
        assertThat(foreign.row()).isNull();
        assertThat(nameless.error().code()).isEqualTo("invalid_message");
        assertThat(world.counts(ann).seq()).isEqualTo(1);
    }

    @Test
    void countsAreAnsweredAsCounts() {
        RecipientKey who = somebody();
        world.notify(notification(who, "comment"), notification(who, "release"));

        InboxChange answer = world.answer(world.act(who, Action.GET_UNREAD_COUNT, null, null));

        assertThat(answer.kind()).isEqualTo(InboxChange.Kind.COUNTS);
        assertThat(answer.seq()).isNull();
        assertThat(answer.counts().unread().byCategory())
                .isEqualTo(Map.of("comment", 1L, "release", 1L));
    }

    @Test
    void allOfACategoryIsReadUpToWhatThePersonSaw() {
        RecipientKey who = somebody();
        world.notify(
                notification(who, "comment"),
                notification(who, "release"),
                notification(who, "comment"));
        world.notify(notification(who, "comment"));

        ClientAction all = world.actAll(who, 3L, "comment");

        InboxChange answer = world.answer(all);
        assertThat(answer.seq()).isEqualTo(5);
        assertThat(answer.upto()).isEqualTo(3);
        assertThat(answer.category()).isEqualTo("comment");
        assertThat(answer.row()).isNull();
        assertThat(answer.counts().unread().byCategory())
                .isEqualTo(Map.of("comment", 1L, "release", 1L));
        world.act(all);
        assertThat(world.answers(all, 2)).extracting(InboxChange::seq).containsExactly(5L, 5L);
        InboxChange again = world.answer(world.actAll(who, 3L, "comment"));
        assertThat(again.seq()).isNull();
        assertThat(world.counts(who).seq()).isEqualTo(5);
    }

    @Test
    void anActionThatCannotBeReadIsADeadLetter() {
        RecipientKey who = somebody();
        world.send(
                OutgoingRecord.of(
                        Topics.CLIENT_ACTIONS,
                        who.toString(),
                        RecordTypes.CLIENT_ACTION,
                        "x",
                        "carillon:/test",
                        Instant.now(),
                        "default",
                        null,
                        Map.of(
                                "tenant",
                                "default",
                                "recipient",
                                who.recipient(),
                                "action",
                                "dance",
                                "action_id",
                                UUID.randomUUID())));

        try (TopicProbe probe = world.probe(Topics.DEAD_LETTERS)) {
            var dead =
                    probe.await(
                                    1,
                                    record ->
                                            who.toString()
                                                    .equals(
                                                            new String(
                                                                    record.headers()
                                                                            .lastHeader(
                                                                                    Headers
                                                                                            .DEAD_KEY)
                                                                            .value(),
                                                                    StandardCharsets.UTF_8)))
                            .getFirst();
            assertThat(
                            new String(
                                    dead.headers().lastHeader(Headers.DEAD_FIELD).value(),
                                    StandardCharsets.UTF_8))
                    .isEqualTo("action");
        }
    }
}
