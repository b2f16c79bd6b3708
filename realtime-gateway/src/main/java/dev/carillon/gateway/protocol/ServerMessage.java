package dev.carillon.gateway.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.carillon.events.Counts;
import dev.carillon.events.EventJson;
import dev.carillon.events.InboxRow;
import dev.carillon.events.Level;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;

/// A message of the server. Every message is a JSON object `{type, cursor, …}`; after the client has processed it, it
/// may resume from the cursor.
///
/// `seq` is the message's position in the recipient's order; messages outside the order have none. `ref` and
/// `action_id` are those of the client's message that is answered.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = ServerMessage.Arrived.class, name = "notification"),
    @JsonSubTypes.Type(value = ServerMessage.Changed.class, name = "changed"),
    @JsonSubTypes.Type(value = ServerMessage.UnreadCount.class, name = "unread_count"),
    @JsonSubTypes.Type(value = ServerMessage.Resync.class, name = "resync"),
    @JsonSubTypes.Type(value = ServerMessage.Reset.class, name = "reset"),
    @JsonSubTypes.Type(value = ServerMessage.Announced.class, name = "announcement"),
    @JsonSubTypes.Type(value = ServerMessage.Failed.class, name = "error"),
    @JsonSubTypes.Type(value = ServerMessage.Ping.class, name = "ping"),
    @JsonSubTypes.Type(value = ServerMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ServerMessage.Bye.class, name = "bye"),
})
public sealed interface ServerMessage {
    /// The first message.
    ///
    /// @param recovered true if everything after the client's cursor follows, or there was nothing
    /// @param pingInterval milliseconds between the server's pings, approximately
    /// @param ticket for one reconnect within 30 s; absent when none could be stored
    record Hello(
            @Nullable String cursor, boolean recovered, long pingInterval, @Nullable String ticket)
            implements ServerMessage {}

    /// A notification was created, or a group grew: `notification`.
    record Arrived(
            @Nullable String cursor,
            @Nullable Long seq,
            @Nullable String ref,
            @Nullable UUID actionId,
            InboxRow notification,
            Counts counts)
            implements ServerMessage {}

    /// The state of one row (`id`), or of all rows up to a `seq` (`upto`, `category`).
    ///
    /// @param rowSeq the row's own `seq`, by which clients merge its state
    /// @param deleted always present for one row. The state of a row is complete, so an absent timestamp means "not
    ///     set"
    record Changed(
            @Nullable String cursor,
            @Nullable Long seq,
            @Nullable String ref,
            @Nullable UUID actionId,
            @Nullable String action,
            @Nullable UUID id,
            @Nullable Long rowSeq,
            @Nullable Long upto,
            @Nullable String category,
            @Nullable Instant seenAt,
            @Nullable Instant readAt,
            @Nullable Long readSeq,
            @Nullable Instant clickedAt,
            @Nullable Instant archivedAt,
            @Nullable Long archivedSeq,
            @Nullable Instant snoozedUntil,
            @Nullable Long snoozedSeq,
            @Nullable Boolean deleted,
            Counts counts)
            implements ServerMessage {}

    /// The answer to `get_unread_count`.
    record UnreadCount(
            @Nullable String cursor,
            @Nullable String ref,
            @Nullable UUID actionId,
            long total,
            java.util.Map<String, Long> byCategory)
            implements ServerMessage {}

    /// The client must call the changes endpoint with its own cursor, and merge live messages.
    record Resync(@Nullable String cursor) implements ServerMessage {}

    /// The inbox has a new epoch: the client must load everything again.
    record Reset(@Nullable String cursor) implements ServerMessage {}

    /// A message to every connected client.
    record Announced(
            @Nullable String cursor,
            UUID id,
            String title,
            @Nullable String message,
            @Nullable String actionUrl,
            Level level)
            implements ServerMessage {}

    /// The client's message was refused: `error`.
    record Failed(
            @Nullable String cursor,
            String code,
            String message,
            @Nullable String ref,
            @Nullable UUID actionId)
            implements ServerMessage {}

    /// Heartbeat; the client answers with `pong`.
    record Ping(@Nullable String cursor) implements ServerMessage {}

    /// The answer to a client's `ping`.
    ///
    /// @param timestamp as the client sent it
    record Pong(@Nullable String cursor, @Nullable Object timestamp) implements ServerMessage {}

    /// The server is about to close the connection.
    ///
    /// @param delay milliseconds to wait before reconnecting; absent if the client should not reconnect
    record Bye(@Nullable String cursor, int code, String reason, @Nullable Long delay)
            implements ServerMessage {}

    /// The message as UTF-8 JSON on one line.
    default byte[] json() {
        return Writer.WRITER.writeValueAsBytes(this);
    }

    /// Holds the JSON writer, because an interface has no private constants.
    final class Writer {
        private static final ObjectWriter WRITER =
                EventJson.mapper().writerFor(ServerMessage.class);

        private Writer() {}
    }
}
