package dev.carillon.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A declared category: `assignment`, "Assignment".
///
/// @param key lower case, as the API speaks it
/// @param label as people read it
/// @param order of tabs and groups, ascending
/// @param icon a name that the client knows, or null
/// @param channels defaults of its types, where they say nothing
public record Category(
        String key, String label, int order, @Nullable String icon, Map<Channel, Switch> channels) {
    public Category {
        channels = Copies.map(channels);
    }
}
