package dev.carillon.chaos.proxy;

import java.util.Locale;

/// The servers that a process connects to.
public enum Server {
    KAFKA,
    POSTGRES,
    REDIS,
    /// The email provider, over HTTP.
    PROVIDER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
