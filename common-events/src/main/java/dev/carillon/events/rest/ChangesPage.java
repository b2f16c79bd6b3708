package dev.carillon.events.rest;

import dev.carillon.events.Counts;
import dev.carillon.events.InboxRow;
import java.util.List;

/// Rows whose last change came after a cursor, by `seq`.
///
/// @param cursor up to which this is complete
/// @param hasMore ask again with the cursor
/// @param reset load anew: another epoch, or a cursor older than retention
public record ChangesPage(
        List<InboxRow> items, Counts counts, String cursor, boolean hasMore, boolean reset) {}
