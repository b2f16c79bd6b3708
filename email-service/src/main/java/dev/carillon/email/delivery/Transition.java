package dev.carillon.email.delivery;

import dev.carillon.email.provider.SendOutcome.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a mail goes from an attempt.
sealed interface Transition {
    /// To its end.
    ///
    /// @param notBefore of a refused one: when it may be tried again
    /// @param refund whether the quota gets it back: it was definitely not accepted
    record End(
            MessageState state,
            @Nullable String reason,
            @Nullable Failure failure,
            @Nullable String providerId,
            @Nullable Instant notBefore,
            boolean refund)
            implements Transition {}

    /// To another attempt, and this one counts.
    record Again(Instant at, Failure failure, boolean maybeAccepted) implements Transition {}

    /// To another attempt, and this one counts for nothing: the provider is paused.
    record Pause(Instant at, String reason, Failure failure) implements Transition {}
}
