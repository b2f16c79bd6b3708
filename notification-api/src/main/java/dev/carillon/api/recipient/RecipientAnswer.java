package dev.carillon.api.recipient;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A recipient as the API returns it.
record RecipientAnswer(
        String recipient,
        long version,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String locale,
        @Nullable String timeZone,
        @Nullable String avatar,
        Map<String, Object> attributes,
        Instant createdAt,
        Instant updatedAt) {}
