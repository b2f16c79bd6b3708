package dev.carillon.email.delivery;

import dev.carillon.email.provider.SendOutcome;
import dev.carillon.email.provider.SendOutcome.Failure;
import dev.carillon.email.quota.QuotaRefusal;
import dev.carillon.events.Reasons;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/// The state machine: the next state of an email, given the outcome of an attempt. Pure functions.
final class Transitions {
    /// The provider forgets an idempotency key after 24 h, so automatic retries end earlier.
    static final Duration LONGEST = Duration.ofHours(23);

    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

    private final int maxFailures;
    private final DoubleSupplier random;

    /// @param random a number from 0 to 1, for jitter
    Transitions(int maxFailures, DoubleSupplier random) {
        this.maxFailures = maxFailures;
        this.random = random;
    }

    /// @param pausedUntil end of the provider's pause; used when the outcome is `ProviderDown`
    Transition after(Message message, SendOutcome outcome, Instant now, Instant pausedUntil) {
        return switch (outcome) {
            case SendOutcome.Sent sent ->
                    new Transition.End(
                            MessageState.SENT, null, null, sent.providerId(), null, false);
            case SendOutcome.Permanent refused ->
                    new Transition.End(
                            MessageState.DEAD,
                            reason(refused.failure()),
                            refused.failure(),
                            null,
                            null,
                            true);
            case SendOutcome.Unknown unknown ->
                    unknown(unknown.failure().errorClass(), unknown.failure());
            case SendOutcome.ProviderDown down ->
                    new Transition.Pause(pausedUntil, "provider_down", down.failure());
            case SendOutcome.QuotaExceeded exceeded ->
                    message.maybeAccepted()
                            ? unknown(Reasons.PROVIDER_QUOTA, exceeded.failure())
                            : new Transition.End(
                                    MessageState.REFUSED,
                                    Reasons.PROVIDER_QUOTA,
                                    exceeded.failure(),
                                    null,
                                    QuotaRefusal.nextDay(now),
                                    true);
            case SendOutcome.Transient failed -> failed(message, failed, now);
        };
    }

    private static String reason(Failure refused) {
        return switch (refused.errorClass()) {
            case Reasons.INVALID_ADDRESS, Reasons.NON_ASCII_ADDRESS -> refused.errorClass();
            default -> Reasons.PROVIDER_REFUSED;
        };
    }

    /// Whether an email that may have been accepted may be sent again with the same key. An attempt without an outcome
    /// counts as a failure.
    boolean mayGoOn(Message message, Instant now) {
        int failures = message.failures() + (message.state() == MessageState.BEGUN ? 1 : 0);
        return failures < maxFailures && inTime(message, now);
    }

    private Transition failed(Message message, SendOutcome.Transient failed, Instant now) {
        int failures = message.failures() + 1;
        boolean maybeAccepted = message.maybeAccepted() || failed.maybeAccepted();
        Instant at = now.plus(backOff(failures, failed));
        if (failures < maxFailures && inTime(message, at)) {
            return new Transition.Again(at, failed.failure(), maybeAccepted);
        }
        return maybeAccepted
                ? unknown(Reasons.ATTEMPTS_EXHAUSTED, failed.failure())
                : new Transition.End(
                        MessageState.DEAD,
                        Reasons.ATTEMPTS_EXHAUSTED,
                        failed.failure(),
                        null,
                        null,
                        true);
    }

    /// min(2^n s, 30 s), reduced by a random part of up to a quarter, but never less than the provider's Retry-After.
    private Duration backOff(int failures, SendOutcome.Transient failed) {
        Duration full = Duration.ofSeconds(1L << Math.min(failures, 10));
        full = full.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : full;
        Duration jittered =
                Duration.ofMillis((long) (full.toMillis() * (0.75 + 0.25 * random.getAsDouble())));
        Duration asked = failed.retryAfter();
        return asked != null && asked.compareTo(jittered) > 0 ? asked : jittered;
    }

    private static boolean inTime(Message message, Instant at) {
        Instant first = message.firstBegunAt();
        return first == null || at.isBefore(first.plus(LONGEST));
    }

    private static Transition.End unknown(String reason, Failure failure) {
        return new Transition.End(MessageState.UNKNOWN, reason, failure, null, null, false);
    }
}
