package dev.carillon.platform.config;

/// How a service runs: `carillon.mode`.
public enum CarillonMode {
    /// The default: nothing is assumed, every secret must be given.
    PRODUCTION,

    /// One machine: binds to the loopback, accepts tokens of a shared secret and mints them.
    LOCAL;

    public boolean isLocal() {
        return this == LOCAL;
    }
}
