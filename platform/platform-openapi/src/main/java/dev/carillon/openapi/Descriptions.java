package dev.carillon.openapi;

import dev.carillon.events.EventJson;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The API descriptions as JSON. Each is built at its first use, so it costs nothing at start-up. Thread-safe.
public final class Descriptions {
    private final Map<Described, byte[]> documents = new ConcurrentHashMap<>();

    /// The document in UTF-8.
    public byte[] json(Described service) {
        return documents
                .computeIfAbsent(service, one -> EventJson.write(new Document(one).assemble()))
                .clone();
    }
}
