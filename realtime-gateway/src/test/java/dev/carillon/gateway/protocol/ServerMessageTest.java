package dev.carillon.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Announcement;
import dev.carillon.events.InboxChange;
import dev.carillon.events.InboxChange.Kind;
import dev.carillon.events.InboxRow;
import dev.carillon.events.Level;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.SampleChanges;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Pins what clients read: src/test/resources/golden.
class ServerMessageTest {
    private static final RecipientKey ANN = new RecipientKey("default", "ann");
    private static final String CURSOR = "YzEuMS43LjAuNDI";
    private static final UUID ACTION = UUID.fromString("3f0f5d4e-7c1f-4f4e-9f57-0a6d2a9d1c11");

    @Test
    void tellsOfANotification() {
        assertGolden(
                "notification",
                ChangeMessages.of(SampleChanges.arrived(ANN, 1, 7, "Bob commented"), CURSOR, null));
    }

    @Test
    void tellsOfAChangedRowWithAllItsStates() {
        InboxChange change =
                SampleChanges.change(Kind.CHANGED, ANN, 1, 8L, read(), "read", ACTION, null);

        assertGolden("changed", ChangeMessages.of(change, CURSOR, "r1"));
    }

    @Test
    void answersAnActionThatChangedNothingOutsideTheOrder() {
        InboxChange change =
                SampleChanges.change(Kind.CHANGED, ANN, 1, null, read(), "read", ACTION, null);

        assertGolden("changed-nothing", ChangeMessages.of(change, CURSOR, null));
    }

    @Test
    void tellsOfAMarkAllByWhatExistedThen() {
        InboxChange change =
                new InboxChange(
                        Kind.CHANGED,
                        "default",
                        "ann",
                        1,
                        9L,
                        null,
                        "read",
                        7L,
                        "comment",
                        ACTION,
                        null,
                        SampleChanges.counts(9),
                        SampleChanges.AT);

        assertGolden("changed-upto", ChangeMessages.of(change, CURSOR, null));
    }

    @Test
    void tellsOfADeletedRow() {
        InboxChange change =
                SampleChanges.change(
                        Kind.CHANGED,
                        ANN,
                        1,
                        8L,
                        InboxRow.deleted(SampleChanges.id(ANN, 7), 8),
                        "delete",
                        null,
                        null);

        assertGolden("changed-deleted", ChangeMessages.of(change, CURSOR, null));
    }

    @Test
    void answersWithCounts() {
        InboxChange change =
                SampleChanges.change(Kind.COUNTS, ANN, 1, null, null, null, ACTION, null);

        assertGolden("unread_count", ChangeMessages.of(change, CURSOR, "r2"));
    }

    @Test
    void saysWhyAnActionFailed() {
        InboxChange change =
                SampleChanges.change(
                        Kind.CHANGED,
                        ANN,
                        1,
                        null,
                        null,
                        "read",
                        ACTION,
                        new InboxChange.ActionError(
                                "not_found", "the notification does not exist"));

        assertGolden("error", ChangeMessages.of(change, CURSOR, "r3"));
    }

    @Test
    void speaksOfTheConnectionItself() {
        assertGolden(
                "hello", new ServerMessage.Hello(CURSOR, true, 25_000, "q83vEjRWeJCrze8SNFZ4kA"));
        assertGolden("hello-fresh", new ServerMessage.Hello(null, false, 25_000, null));
        assertGolden("resync", new ServerMessage.Resync(CURSOR));
        assertGolden("reset", new ServerMessage.Reset(null));
        assertGolden("ping", new ServerMessage.Ping(CURSOR));
        assertGolden("pong", new ServerMessage.Pong(CURSOR, 1_763_719_200_000L));
        assertGolden("bye", new ServerMessage.Bye(CURSOR, 4000, "draining", 2_400L));
    }

    @Test
    void announcesToAllWithOneSharedRest() {
        var announcement =
                new Announcement(
                        SampleChanges.id(1),
                        "default",
                        "Maintenance at noon",
                        "About five minutes",
                        "/status",
                        Level.WARNING,
                        SampleChanges.AT);
        try (var frames = new AnnouncementFrames(UnpooledByteBufAllocator.DEFAULT, announcement)) {
            assertThat(payload(Unpooled.wrappedBuffer(frames.head(CURSOR), frames.rest())))
                    .isEqualTo(golden("announcement"));
            assertThat(payload(Unpooled.wrappedBuffer(frames.head(null), frames.rest())))
                    .isEqualTo(
                            golden("announcement").replace("\"cursor\":\"" + CURSOR + "\",", ""));
        }
    }

    private static InboxRow read() {
        InboxRow row = SampleChanges.row(ANN, 7, "Bob commented");
        return new InboxRow(
                row.id(),
                row.tenant(),
                row.type(),
                row.category(),
                row.priority(),
                row.level(),
                row.title(),
                row.message(),
                row.data(),
                row.actionUrl(),
                row.imageUrl(),
                row.actors(),
                row.actorCount(),
                row.replaces(),
                row.silent(),
                row.reason(),
                row.createdAt(),
                row.expiresAt(),
                SampleChanges.AT,
                SampleChanges.AT.plusSeconds(60),
                8L,
                null,
                null,
                null,
                null,
                null,
                false,
                7L,
                8);
    }

    private static void assertGolden(String name, ServerMessage message) {
        assertThat(new String(message.json(), StandardCharsets.UTF_8)).isEqualTo(golden(name));
    }

    private static String payload(ByteBuf frame) {
        int length = frame.skipBytes(1).readUnsignedByte();
        if (length == 126) {
            length = frame.readUnsignedShort();
        }
        assertThat(frame.readableBytes()).isEqualTo(length);
        String text = frame.toString(StandardCharsets.UTF_8);
        frame.release();
        return text;
    }

    private static String golden(String name) {
        try (InputStream file =
                ServerMessageTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return file == null
                    ? "golden/" + name + ".json is missing"
                    : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
