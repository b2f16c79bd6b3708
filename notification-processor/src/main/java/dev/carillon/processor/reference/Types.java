package dev.carillon.processor.reference;

import org.springframework.stereotype.Component;

/// The types in memory. Thread-safe.
@Component
public class Types {
    private final ReferenceStore store;
    private volatile TypeSnapshot held = TypeSnapshot.EMPTY;

    Types(ReferenceStore store) {
        this.store = store;
    }

    /// The types as they are now: one small read, and a reload when something changed.
    public TypeSnapshot current() {
        long revision = store.revision();
        TypeSnapshot before = held;
        if (before.revision() == revision) {
            return before;
        }
        // the revision was read first: what is loaded is at least as new, and the next look may
        // load again for nothing
        TypeSnapshot now = TypeSnapshot.of(revision, store.types(), store.catalogues());
        held = now;
        return now;
    }
}
