package dev.carillon.platform.security;

/// The issuer's keys cannot be fetched, so the token cannot be checked now; a retry may succeed.
public final class TokenKeysUnavailableException extends RuntimeException {
    TokenKeysUnavailableException(Throwable cause) {
        super("the issuer's keys cannot be fetched: " + cause.getMessage(), cause);
    }
}
