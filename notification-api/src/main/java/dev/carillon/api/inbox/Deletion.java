package dev.carillon.api.inbox;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Why and when a row became a tombstone.
///
/// @param replacedBy the row that replaced it
record Deletion(Instant at, By by, @Nullable UUID replacedBy) {
    enum By {
        PERSON,
        EXPIRED,
        REPLACED,
        RETENTION;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        static By of(String key) {
            return valueOf(key.toUpperCase(Locale.ROOT));
        }
    }
}
