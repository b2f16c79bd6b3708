package dev.carillon.processor.reference;

import org.springframework.stereotype.Component;

/// The types, held in memory. Thread-safe.
@Component
public class Types {
    private final ReferenceStore store;
    private volatile TypeSnapshot held = TypeSnapshot.EMPTY;

    Types(ReferenceStore store) {
        this.store = store;
    }

    /// The current types. Costs one small read, and a reload when the revision changed.
    public TypeSnapshot current() {
        long revision = store.revision();
        TypeSnapshot before = held;
        if (before.revision() == revision) {
            return before;
        }
        // The revision is read before the types: what is loaded may be newer, and then the next
        // call reloads once more than necessary.
        TypeSnapshot now = TypeSnapshot.of(revision, store.types(), store.catalogues());
        held = now;
        return now;
    }
}
