package dev.carillon.api.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An action on one row.
///
/// @param seen the `seq` that the person saw; null applies to the row as it is
record RowChange(RowKey key, RowAction action, @Nullable Long seen, Instant at) {}
