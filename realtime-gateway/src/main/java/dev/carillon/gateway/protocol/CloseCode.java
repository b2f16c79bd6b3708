package dev.carillon.gateway.protocol;

/// Why the server closes a connection. With 4000 to 4499 the client reconnects, from 4500 on it does not.
public enum CloseCode {
    DRAIN(4000, "draining"),
    SLOW(4001, "client too slow"),
    NO_PONG(4002, "no pong"),
    TOKEN_EXPIRED(4003, "token expired"),
    STATE_UNKNOWN(4004, "state unknown"),
    IDLE(4005, "idle"),
    OVERLOADED(4006, "overloaded"),
    UNAUTHENTICATED(4500, "unauthenticated"),
    PROTOCOL_ERROR(4501, "protocol error"),
    EVICTED(4502, "evicted by a newer connection"),
    REVOKED(4503, "revoked"),
    CLIENT_TOO_OLD(4504, "client too old");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /// The number in the close frame.
    public int code() {
        return code;
    }

    /// The text in the close frame, if there is no more exact one.
    public String reason() {
        return reason;
    }

    /// Whether the client should reconnect.
    public boolean reconnect() {
        return code < 4500;
    }
}
