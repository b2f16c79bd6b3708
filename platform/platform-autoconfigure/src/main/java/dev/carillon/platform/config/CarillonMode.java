package dev.carillon.platform.config;

/// How a service runs: `carillon.mode`.
public enum CarillonMode {
    /// The default: every secret must be set.
    PRODUCTION,

    /// One machine: binds to the loopback interface, and issues and accepts tokens signed with a shared secret.
    LOCAL;

    public boolean isLocal() {
        return this == LOCAL;
    }
}
