package dev.carillon.email.delivery;

import dev.carillon.email.provider.SendOutcome.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The next state of an email after an attempt.
sealed interface Transition {
    /// A final state.
    ///
    /// @param notBefore when a refused email may be tried again
    /// @param refund whether the quota is refunded: the provider definitely did not accept the email
    record End(
            MessageState state,
            @Nullable String reason,
            @Nullable Failure failure,
            @Nullable String providerId,
            @Nullable Instant notBefore,
            boolean refund)
            implements Transition {}

    /// Another attempt; this one counts as a failure.
    record Again(Instant at, Failure failure, boolean maybeAccepted) implements Transition {}

    /// Another attempt; this one does not count, because the provider is paused.
    record Pause(Instant at, String reason, Failure failure) implements Transition {}
}
