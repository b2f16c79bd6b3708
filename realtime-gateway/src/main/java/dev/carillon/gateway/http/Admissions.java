package dev.carillon.gateway.http;

import dev.carillon.events.ReceivedCursor;
import dev.carillon.gateway.connection.Admission;
import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.drain.Drain;
import dev.carillon.gateway.fanout.ChangeSource;
import dev.carillon.gateway.protocol.CloseCode;
import dev.carillon.gateway.redis.RedisLink;
import dev.carillon.gateway.redis.RedisUnavailableException;
import dev.carillon.gateway.ticket.Grant;
import dev.carillon.gateway.ticket.Tickets;
import dev.carillon.platform.security.TokenKeysUnavailableException;
import dev.carillon.platform.security.TokenVerifier;
import dev.carillon.platform.security.Verification;
import org.jspecify.annotations.Nullable;

/// Decides who may open a WebSocket. It blocks, so it runs on a virtual thread.
public final class Admissions {
    private final TokenVerifier tokens;
    private final Tickets tickets;
    private final RedisLink redis;
    private final Connections connections;
    private final ChangeSource source;
    private final Drain drain;

    public Admissions(
            TokenVerifier tokens,
            Tickets tickets,
            RedisLink redis,
            Connections connections,
            ChangeSource source,
            Drain drain) {
        this.tokens = tokens;
        this.tickets = tickets;
        this.redis = redis;
        this.connections = connections;
        this.source = source;
        this.drain = drain;
    }

    /// The outcome of a handshake.
    sealed interface Decision {
        record Admitted(Admission admission) implements Decision {}

        /// The cursor of the query belongs to another recipient.
        record AnothersCursor() implements Decision {}

        record Refused(CloseCode code, String reason) implements Decision {
            Refused(CloseCode code) {
                this(code, code.reason());
            }
        }
    }

    Decision decide(Credentials credentials, @Nullable ReceivedCursor cursor) {
        if (!credentials.understood()) {
            return new Decision.Refused(
                    CloseCode.CLIENT_TOO_OLD, "the subprotocol must be " + Credentials.PROTOCOL);
        }
        if (drain.begun()) {
            return new Decision.Refused(CloseCode.DRAIN);
        }
        if (!source.state().filled()) {
            return new Decision.Refused(CloseCode.OVERLOADED, "starting");
        }
        if (connections.full()) {
            return new Decision.Refused(CloseCode.OVERLOADED);
        }
        return switch (credentials.secret()) {
            case null ->
                    new Decision.Refused(
                            CloseCode.UNAUTHENTICATED, "a ticket or a bearer token is required");
            case Credentials.Secret.Ticket(String ticket) -> byTicket(ticket, cursor);
            case Credentials.Secret.Token(String token) -> byToken(token, cursor);
        };
    }

    private Decision byTicket(String ticket, @Nullable ReceivedCursor cursor) {
        try {
            return tickets.take(ticket)
                    .<Decision>map(grant -> admitted(grant, cursor))
                    .orElseGet(() ->
                            new Decision.Refused(
                                    CloseCode.TOKEN_EXPIRED,
                                    "the ticket is already used, expired or unknown"));
        } catch (RedisUnavailableException e) {
            return new Decision.Refused(
                    CloseCode.STATE_UNKNOWN, "tickets cannot be checked at the moment");
        }
    }

    private Decision byToken(String token, @Nullable ReceivedCursor cursor) {
        try {
            return switch (tokens.verify(token)) {
                case Verification.Accepted accepted ->
                        admitted(new Grant(accepted.caller().key(), accepted.expiresAt()), cursor);
                case Verification.Expired expired -> new Decision.Refused(CloseCode.TOKEN_EXPIRED);
                case Verification.Rejected rejected ->
                        new Decision.Refused(CloseCode.UNAUTHENTICATED, rejected.reason());
            };
        } catch (TokenKeysUnavailableException e) {
            return new Decision.Refused(
                    CloseCode.STATE_UNKNOWN, "tokens cannot be checked at the moment");
        }
    }

    private Decision admitted(Grant grant, @Nullable ReceivedCursor cursor) {
        if (cursor != null && cursor.isOfAnother(grant.recipient())) {
            return new Decision.AnothersCursor();
        }
        return new Decision.Admitted(
                new Admission(
                        grant.recipient(), grant.tokenExpiresAt(), resumeTicket(grant), cursor));
    }

    private @Nullable String resumeTicket(Grant grant) {
        if (!redis.connected()) {
            return null;
        }
        try {
            return tickets.issue(grant).ticket();
        } catch (RedisUnavailableException e) {
            return null;
        }
    }
}
