package dev.carillon.events;

import java.util.Map;

/// Exact counts of a recipient at a `seq`.
///
/// @param seq the change that they include; counts merge by it
public record Counts(long seq, Tally unread, Tally unseen) {
    /// @param byCategory by category key, zeros left out
    public record Tally(long total, Map<String, Long> byCategory) {
        public Tally {
            byCategory = Copies.map(byCategory);
        }
    }
}
