package dev.carillon.gateway.protocol;

import dev.carillon.events.ClientAction;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.ReceivedCursor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A client's message, as [ClientMessageReader] parsed it.
public sealed interface ClientMessage {
    /// Resume from a cursor: the first message of a connection.
    record Resume(ReceivedCursor cursor) implements ClientMessage {}

    /// An action, or a request for counts: both go through `client-actions`.
    ///
    /// @param ref the client's own id of the message; its answer carries it
    record Act(
            ClientAction.Action action,
            UUID actionId,
            @Nullable UUID id,
            @Nullable Long upto,
            @Nullable String category,
            @Nullable Long seq,
            @Nullable String ref)
            implements ClientMessage {}

    /// A client's own heartbeat.
    ///
    /// @param timestamp a number or text, returned unchanged
    record Ping(@Nullable Object timestamp) implements ClientMessage {}

    /// The answer to the server's ping.
    record Pong() implements ClientMessage {}

    /// Valid JSON, but refused; the connection stays open.
    ///
    /// @param code `unknown_message_type`, `invalid_cursor` or `invalid_message`
    /// @param message what is wrong, and what is allowed
    record Refused(ErrorCode code, String message, @Nullable String ref, @Nullable UUID actionId)
            implements ClientMessage {}

    /// Not a JSON object with a `type`: violates the protocol.
    record Unreadable(String reason) implements ClientMessage {}
}
