package dev.carillon.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Closes each load of types in `notification-types`, keyed `tenant/` + [#KEY]: every type and its version, and the
/// categories. A reader that does not have all of them at these versions is not ready.
///
/// @param version grows by one with each load
/// @param types version by type key
public record Catalogue(
        String tenant,
        long version,
        Map<String, Long> types,
        List<Category> categories,
        Instant loadedAt) {
    /// The key's second half; `$` keeps it apart from every type key.
    public static final String KEY = "$catalogue";

    public Catalogue {
        types = Copies.map(types);
        categories = Copies.list(categories);
    }
}
