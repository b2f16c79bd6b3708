package dev.carillon.platform.web;

import java.util.HashSet;
import java.util.Set;

/// The origins of pages that may call a service over HTTP or open a socket: exactly as browsers send them.
public record AllowedOrigins(Set<String> origins) {
    public AllowedOrigins {
        origins = Set.copyOf(origins);
    }

    public boolean contains(String origin) {
        return origins.contains(origin);
    }

    /// These origins, and the page that the API serves in local mode: configured origins must not lock it out.
    AllowedOrigins withLocalPage(int apiPort) {
        Set<String> all = new HashSet<>(origins);
        all.add("http://localhost:" + apiPort);
        all.add("http://127.0.0.1:" + apiPort);
        return new AllowedOrigins(all);
    }
}
