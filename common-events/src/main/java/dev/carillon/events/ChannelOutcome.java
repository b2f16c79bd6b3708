package dev.carillon.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What was decided for one channel, and why.
///
/// @param reason a code of [Reasons]
/// @param decidedBy the level that decided: `person`, `type`, `category`, `tenant`, `system`; null where levels play no part
/// @param dueAt when what was deferred is due, where that is known already
public record ChannelOutcome(
        Outcome outcome, String reason, @Nullable String decidedBy, @Nullable Instant dueAt) {
    /// What becomes of a channel.
    public enum Outcome {
        /// Goes out at once.
        SENT,
        /// Goes out later: after quiet hours, or in a digest.
        DEFERRED,
        /// Does not go out.
        SUPPRESSED
    }
}
