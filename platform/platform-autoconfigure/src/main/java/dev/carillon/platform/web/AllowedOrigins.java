package dev.carillon.platform.web;

import java.util.List;
import java.util.Set;

/// The origins of pages that may call a service over HTTP or open a socket: exact, as browsers send them.
public record AllowedOrigins(Set<String> origins) {
    public AllowedOrigins {
        origins = Set.copyOf(origins);
    }

    public boolean contains(String origin) {
        return origins.contains(origin);
    }

    /// Where nothing was set: none, locally the page that the API serves.
    static AllowedOrigins local(int apiPort) {
        return new AllowedOrigins(
                Set.copyOf(List.of("http://localhost:" + apiPort, "http://127.0.0.1:" + apiPort)));
    }
}
