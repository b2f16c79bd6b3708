package dev.carillon.platform.security;

import java.time.Instant;

/// What became of a token.
public sealed interface Verification {
    /// A good one.
    record Accepted(Caller caller, Instant expiresAt) implements Verification {}

    /// Good but for its time: fetch another.
    record Expired() implements Verification {}

    /// Not ours, or not allowed.
    ///
    /// @param reason for logs and answers; never the token
    record Rejected(String reason) implements Verification {}
}
