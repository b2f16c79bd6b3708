package dev.carillon.platform.security;

/// The token of role service with which this service calls others. Thread-safe; kept until shortly before it expires.
public interface ServiceTokens {
    /// The token, for `Authorization: Bearer …`.
    ///
    /// @throws IllegalStateException when none can be had; the message names the cause
    String bearer();
}
