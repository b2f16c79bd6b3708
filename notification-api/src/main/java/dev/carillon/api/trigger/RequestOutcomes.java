package dev.carillon.api.trigger;

import dev.carillon.events.TimelineEntry;
import java.util.Collection;

/// Learns what became of requests from the timeline.
public interface RequestOutcomes {
    /// Takes entries as they come, in the caller's transaction; those that belong to no request are passed over, and a repeated
    /// one changes nothing.
    void observe(Collection<TimelineEntry> entries);
}
