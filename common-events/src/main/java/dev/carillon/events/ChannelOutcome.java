package dev.carillon.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The decision for one channel, and its reason.
///
/// @param reason a code of [Reasons]
/// @param decidedBy the level that decided: `person`, `type`, `category`, `tenant`, `system`; null if no setting
///     decided
/// @param dueAt when a deferred item is due, if already known
public record ChannelOutcome(
        Outcome outcome, String reason, @Nullable String decidedBy, @Nullable Instant dueAt) {
    /// The outcome for a channel.
    public enum Outcome {
        /// Sent at once.
        SENT,
        /// Sent later: after quiet hours, or in a digest.
        DEFERRED,
        /// Not sent.
        SUPPRESSED
    }
}
