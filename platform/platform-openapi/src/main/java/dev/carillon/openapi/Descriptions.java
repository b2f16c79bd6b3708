package dev.carillon.openapi;

import dev.carillon.events.EventJson;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The descriptions as JSON. Each is put together at its first use, so starting a service costs nothing. Thread-safe.
public final class Descriptions {
    private final Map<Described, byte[]> documents = new ConcurrentHashMap<>();

    /// The document in UTF-8.
    public byte[] json(Described service) {
        return documents
                .computeIfAbsent(service, one -> EventJson.write(new Document(one).assemble()))
                .clone();
    }
}
