package dev.carillon.events;

import java.util.Map;

/// Exact counts of a recipient at a `seq`.
///
/// @param seq the last change that they include; clients keep the counts with the highest `seq`
public record Counts(long seq, Tally unread, Tally unseen) {
    /// @param byCategory by category key, without zeros
    public record Tally(long total, Map<String, Long> byCategory) {
        public Tally {
            byCategory = Copies.map(byCategory);
        }
    }
}
