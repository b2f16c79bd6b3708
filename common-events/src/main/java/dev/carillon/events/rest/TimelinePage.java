package dev.carillon.events.rest;

import dev.carillon.events.TimelineEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stages, oldest first.
public record TimelinePage(List<TimelineEntry> items, @Nullable String nextCursor) {}
