package dev.carillon.api.deadletter;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A record that could not be processed, without its value.
///
/// @param id the same each time the same record fails
/// @param code stable, snake_case
/// @param errorClass `caller`, `us` or `resource`
/// @param topic full name of the topic that the record was read from
/// @param state `dead`, `requeued` or `discarded`
@SuppressWarnings("RecordComponentNumber")
record DeadLetter(
        UUID id,
        long position,
        String tenant,
        @Nullable String recipient,
        @Nullable String eventId,
        String code,
        @com.fasterxml.jackson.annotation.JsonProperty("class") String errorClass,
        String reason,
        @Nullable String field,
        @Nullable String type,
        @Nullable String expression,
        @Nullable String status,
        @Nullable String answer,
        @Nullable Integer generation,
        String service,
        String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String key,
        Map<String, String> headers,
        Instant diedAt,
        String state,
        @Nullable Instant settledAt,
        @Nullable String settledBy) {
    DeadLetter {
        headers = Map.copyOf(headers);
    }
}
