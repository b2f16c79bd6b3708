package dev.carillon.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The credentials of a WebSocket handshake, and the subprotocols that it offers.
///
/// @param offered the subprotocols without the two that carry credentials
/// @param secret null if there are none
record Credentials(List<String> offered, @Nullable Secret secret) {
    static final String PROTOCOL = "carillon.v1";
    private static final String TICKET = "ticket.";
    private static final String BEARER = "bearer.";

    Credentials {
        offered = List.copyOf(offered);
    }

    /// A ticket or a token; its text is never shown.
    sealed interface Secret {
        record Ticket(String value) implements Secret {
            @Override
            public String toString() {
                return "Ticket[***]";
            }
        }

        record Token(String value) implements Secret {
            @Override
            public String toString() {
                return "Token[***]";
            }
        }
    }

    /// Looks in the subprotocols, the Authorization header and, if allowed, the query, in this order.
    static Credentials of(HttpCall call, boolean tokenInQuery) {
        List<String> offered = new ArrayList<>();
        String ticket = null;
        String token = null;
        for (String line : call.headers().getAllAsString(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (String each : line.split(",", -1)) {
                String name = each.strip();
                if (name.startsWith(TICKET)) {
                    ticket = name.substring(TICKET.length());
                } else if (name.startsWith(BEARER)) {
                    token = name.substring(BEARER.length());
                } else if (!name.isEmpty()) {
                    offered.add(name);
                }
            }
        }
        ticket = ticket == null ? call.parameter("ticket") : ticket;
        token = token == null ? bearer(call) : token;
        token = token == null && tokenInQuery ? call.parameter("token") : token;
        return new Credentials(offered, secret(ticket, token));
    }

    private static @Nullable Secret secret(@Nullable String ticket, @Nullable String token) {
        if (ticket != null) {
            return new Secret.Ticket(ticket);
        }
        return token == null ? null : new Secret.Token(token);
    }

    /// The token of the Authorization header.
    static @Nullable String bearer(HttpCall call) {
        String header = call.headers().get(HttpHeaderNames.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    /// Whether the client offers our subprotocol. A client that offers none is assumed to speak it.
    boolean understood() {
        return offered.isEmpty() || offered.contains(PROTOCOL);
    }

    /// The subprotocol to select; null when none was offered.
    @Nullable String selected() {
        if (offered.isEmpty()) {
            return null;
        }
        return offered.contains(PROTOCOL) ? PROTOCOL : offered.getFirst();
    }
}
