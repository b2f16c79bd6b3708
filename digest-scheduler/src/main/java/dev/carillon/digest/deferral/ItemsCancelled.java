package dev.carillon.digest.deferral;

import dev.carillon.events.RecipientKey;
import java.time.Instant;
import java.util.List;

/// Items were cancelled; told within the transaction that did it.
///
/// @param items at least one
public record ItemsCancelled(RecipientKey key, List<Item> items, Instant at) {
    public ItemsCancelled {
        items = List.copyOf(items);
    }
}
