package dev.carillon.events.rest;

import dev.carillon.events.Counts;
import dev.carillon.events.InboxRow;
import java.util.List;

/// Rows whose last change is after a cursor, by `seq`.
///
/// @param cursor the page is complete up to here
/// @param hasMore call again with the cursor
/// @param reset the client must load everything again: another epoch, or a cursor older than retention
public record ChangesPage(
        List<InboxRow> items, Counts counts, String cursor, boolean hasMore, boolean reset) {}
