package dev.carillon.platform.security;

/// The issuer's keys can't be fetched: nothing can be said of a token now; try again later.
public final class TokenKeysUnavailableException extends RuntimeException {
    TokenKeysUnavailableException(Throwable cause) {
        super("the issuer's keys can't be fetched: " + cause.getMessage(), cause);
    }
}
