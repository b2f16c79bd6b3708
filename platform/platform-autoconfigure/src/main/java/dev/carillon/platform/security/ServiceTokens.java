package dev.carillon.platform.security;

/// The token (role service) with which this service calls others. Thread-safe. Tokens are kept until shortly before
/// they expire.
public interface ServiceTokens {
    /// The token, for `Authorization: Bearer …`.
    ///
    /// @throws IllegalStateException when no token can be obtained; the message names the cause
    String bearer();
}
