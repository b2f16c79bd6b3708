package dev.carillon.gateway.protocol;

import dev.carillon.events.ClientAction;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.ReceivedCursor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a client says, as [ClientMessageReader] understood it.
public sealed interface ClientMessage {
    /// Go on from a cursor: the first message of a connection.
    record Resume(ReceivedCursor cursor) implements ClientMessage {}

    /// Do something, or count: goes through `client-actions`.
    ///
    /// @param ref the client's own word for the message, which its answer carries
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
    /// @param timestamp a number or text, given back as it came
    record Ping(@Nullable Object timestamp) implements ClientMessage {}

    /// The answer to the server's ping.
    record Pong() implements ClientMessage {}

    /// Readable, but not to be done; the connection goes on.
    ///
    /// @param code `unknown_message_type`, `invalid_cursor` or `invalid_message`
    /// @param message what is wrong, and what is allowed
    record Refused(ErrorCode code, String message, @Nullable String ref, @Nullable UUID actionId)
            implements ClientMessage {}

    /// No JSON object with a `type`: breaks the protocol.
    record Unreadable(String reason) implements ClientMessage {}
}
