package dev.carillon.chaos.proxy;

import java.util.Locale;

/// Whom a process talks to.
public enum Server {
    KAFKA,
    POSTGRES,
    REDIS,
    /// Of mail, over HTTP.
    PROVIDER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
