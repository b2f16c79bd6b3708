package dev.carillon.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The last record of each load of types in `notification-types`, with the key `tenant/` + [#KEY]. It lists every type
/// with its version, and the categories. A reader is ready only when it has all types in these versions.
///
/// @param version grows by one with each load
/// @param types version by type key
public record Catalogue(
        String tenant,
        long version,
        Map<String, Long> types,
        List<Category> categories,
        Instant loadedAt) {
    /// The second part of the key. No type key contains `$`.
    public static final String KEY = "$catalogue";

    public Catalogue {
        types = Copies.map(types);
        categories = Copies.list(categories);
    }
}
