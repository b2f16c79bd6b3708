package dev.carillon.digest.deferral;

import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.util.List;

/// Event: items were cancelled. Published within the transaction that cancelled them.
///
/// @param items at least one
public record ItemsCancelled(RecipientKey key, List<Item> items, Instant at) {
    public ItemsCancelled {
        items = List.copyOf(items);
    }
}
