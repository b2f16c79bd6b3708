package dev.carillon.api.recipient;

import dev.carillon.events.Problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outcome of each item of a bulk call, in the order of the items.
record BulkAnswer(List<Item> items) {
    enum Status {
        CREATED,
        UPDATED,
        UNCHANGED,
        /// The recipient exists and was not changed, because of `only_new`.
        KEPT,
        REFUSED
    }

    /// @param recipient null if the item has no valid recipient id
    /// @param version after the call; null if the item was refused
    /// @param errors of a refused item
    record Item(
            int index,
            @Nullable String recipient,
            Status status,
            @Nullable Long version,
            @Nullable List<FieldError> errors) {}
}
