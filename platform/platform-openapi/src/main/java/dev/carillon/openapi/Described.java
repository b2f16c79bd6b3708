package dev.carillon.openapi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A service with a description.
public enum Described {
    API("notification-api"),
    PROCESSOR("notification-processor"),
    EMAIL("email-service"),
    GATEWAY("realtime-gateway"),
    DIGEST("digest-scheduler");

    private final String service;

    Described(String service) {
        this.service = service;
    }

    /// The service's name in paths: `/v3/api-docs/email`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The service of this key.
    public static Optional<Described> of(String key) {
        return Arrays.stream(values()).filter(one -> one.key().equals(key)).findFirst();
    }

    /// The service with this value of `carillon.service`.
    public static Optional<Described> ofService(String service) {
        return Arrays.stream(values()).filter(one -> one.service.equals(service)).findFirst();
    }
}
