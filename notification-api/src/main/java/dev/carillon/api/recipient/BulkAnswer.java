package dev.carillon.api.recipient;

import dev.carillon.events.Problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of each item of a bulk call, in its order.
record BulkAnswer(List<Item> items) {
    enum Status {
        CREATED,
        UPDATED,
        UNCHANGED,
        /// Left alone, as `only_new` asked.
        KEPT,
        REFUSED
    }

    /// @param recipient null where the item names none that can be one
    /// @param version after the call; null when refused
    /// @param errors of a refused one
    record Item(
            int index,
            @Nullable String recipient,
            Status status,
            @Nullable Long version,
            @Nullable List<FieldError> errors) {}
}
