package dev.carillon.api.trigger;

import dev.carillon.events.TimelineEntry;
import java.util.Collection;

/// Receives timeline entries and updates the outcomes of requests.
public interface RequestOutcomes {
    /// Processes entries in the caller's transaction. Entries without a request are ignored; a repeated entry changes
    /// nothing.
    void observe(Collection<TimelineEntry> entries);
}
