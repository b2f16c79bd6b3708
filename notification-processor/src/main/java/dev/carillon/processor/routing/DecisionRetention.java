package dev.carillon.processor.routing;

import java.time.Instant;
import org.springframework.stereotype.Component;

/// Deletes old decisions.
@Component
public class DecisionRetention {
    private final DecisionStore store;

    DecisionRetention(DecisionStore store) {
        this.store = store;
    }

    /// Deletes the oldest decisions made before the instant, at most `limit`. Returns how many were deleted.
    public int forget(Instant decidedBefore, int limit) {
        return store.forget(decidedBefore, limit);
    }
}
