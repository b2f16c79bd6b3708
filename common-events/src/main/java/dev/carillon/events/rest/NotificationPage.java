package dev.carillon.events.rest;

import dev.carillon.events.Counts;
import dev.carillon.events.InboxRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the inbox, newest first.
///
/// @param nextCursor of the older page; null at the end
/// @param previousCursor of the newer page
/// @param cursor for the changes endpoint and `resume`
public record NotificationPage(
        List<InboxRow> items,
        @Nullable String nextCursor,
        @Nullable String previousCursor,
        Counts counts,
        String cursor) {}
