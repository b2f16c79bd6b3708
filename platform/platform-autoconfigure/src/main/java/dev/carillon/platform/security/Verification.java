package dev.carillon.platform.security;

import java.time.Instant;

/// The outcome of a token check.
public sealed interface Verification {
    /// The token is valid.
    record Accepted(Caller caller, Instant expiresAt) implements Verification {}

    /// The token is valid except that it has expired: the client should fetch another.
    record Expired() implements Verification {}

    /// The token is not ours, or not allowed.
    ///
    /// @param reason for logs and answers; never contains the token
    record Rejected(String reason) implements Verification {}
}
