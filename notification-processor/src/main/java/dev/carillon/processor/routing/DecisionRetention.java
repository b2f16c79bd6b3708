package dev.carillon.processor.routing;

import java.time.Instant;
import org.springframework.stereotype.Component;

/// What retention may do with decisions.
@Component
public class DecisionRetention {
    private final DecisionStore store;

    DecisionRetention(DecisionStore store) {
        this.store = store;
    }

    /// Deletes the oldest that were decided before an instant, at most `limit`; returns how many.
    public int forget(Instant decidedBefore, int limit) {
        return store.forget(decidedBefore, limit);
    }
}
