package dev.carillon.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.ClientAction.Action;
import dev.carillon.events.Cursor;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageReaderTest {
    private static final UUID ACTION = UUID.fromString("3f0f5d4e-7c1f-4f4e-9f57-0a6d2a9d1c11");
    private static final UUID ROW = UUID.fromString("019a0000-0000-8000-8000-000000000007");

    @Test
    void readsAnActionOnARow() {
        assertThat(
                        read(
                                """
                                {"type":"mark_read","ref":"r","action_id":"%s","id":"%s","seq":7,"new":true}
                                """
                                        .formatted(ACTION, ROW)))
                .isEqualTo(
                        new ClientMessage.Act(Action.MARK_READ, ACTION, ROW, null, null, 7L, "r"));
    }

    @Test
    void readsAMarkAll() {
        assertThat(
                        read(
                                """
                                {"type":"mark_all_read","action_id":"%s","upto":12,"category":"comment"}
                                """
                                        .formatted(ACTION)))
                .isEqualTo(
                        new ClientMessage.Act(
                                Action.MARK_ALL_READ, ACTION, null, 12L, "comment", null, null));
    }

    @Test
    void givesACountAnActionIdOfItsOwn() {
        assertThat(read("{\"type\":\"get_unread_count\",\"ref\":\"c\"}"))
                .isInstanceOfSatisfying(
                        ClientMessage.Act.class,
                        act -> {
                            assertThat(act.action()).isEqualTo(Action.GET_UNREAD_COUNT);
                            assertThat(act.actionId()).isNotNull();
                            assertThat(act.ref()).isEqualTo("c");
                        });
    }

    @Test
    void readsACursorAndHeartbeats() {
        String cursor = new Cursor(1, 7, 2, 42).encoded(new RecipientKey("default", "ann"));

        assertThat(read("{\"type\":\"resume\",\"cursor\":\"" + cursor + "\"}"))
                .isEqualTo(new ClientMessage.Resume(ReceivedCursor.parse(cursor)));
        assertThat(read("{\"type\":\"ping\",\"timestamp\":1763719200000}"))
                .isEqualTo(new ClientMessage.Ping(1_763_719_200_000L));
        assertThat(read("{\"type\":\"ping\"}")).isEqualTo(new ClientMessage.Ping(null));
        assertThat(read("{\"type\":\"pong\"}")).isEqualTo(new ClientMessage.Pong());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'mark_read','id':'019a0000-0000-8000-8000-000000000007'}|action_id must be a UUID",
                "{'type':'mark_read','action_id':'3f0f5d4e-7c1f-4f4e-9f57-0a6d2a9d1c11'}|id must be the UUID of a notification",
                "{'type':'mark_read','action_id':'nope'}|action_id must be a UUID",
                "{'type':'mark_read','action_id':'3f0f5d4e-7c1f-4f4e-9f57-0a6d2a9d1c11','id':'019a0000-0000-8000-8000-000000000007','seq':-1}|seq must be a seq, 0 or more",
                "{'type':'mark_all_read','action_id':'3f0f5d4e-7c1f-4f4e-9f57-0a6d2a9d1c11'}|upto must be a seq, 0 or more",
                "{'type':'mark_all_read','action_id':'3f0f5d4e-7c1f-4f4e-9f57-0a6d2a9d1c11','upto':1,'category':'No!'}|category must be a category key such as comment",
                "{'type':'ping','ref':7}|ref must be text of at most 128 characters",
                "{'type':'resume','cursor':'zzz'}|cursor must be the cursor of an answer or a frame",
            })
    void namesTheFieldAndWhatIsAllowed(String json, String words) {
        assertThat(read(json.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        ClientMessage.Refused.class,
                        refused -> assertThat(refused.message()).isEqualTo(words));
    }

    @Test
    void refusesAnUnknownTypeNamingThoseThatThereAre() {
        assertThat(read("{\"type\":\"subscribe\",\"ref\":\"s\"}"))
                .isInstanceOfSatisfying(
                        ClientMessage.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_MESSAGE_TYPE);
                            assertThat(refused.message()).contains("mark_all_read");
                            assertThat(refused.ref()).isEqualTo("s");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "null", "{}", "{\"type\":3}", "{} {}"})
    void cannotReadWhatIsNoMessage(String json) {
        assertThat(read(json)).isInstanceOf(ClientMessage.Unreadable.class);
    }

    private static ClientMessage read(String json) {
        return ClientMessageReader.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
