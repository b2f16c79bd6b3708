package dev.carillon.email.provider;

import dev.carillon.email.provider.SendOutcome.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rate limiter and circuit breaker of one provider. It pauses the provider when the provider rejects the account,
/// and opens the circuit when attempts of several emails fail in a row. After a pause one email probes the
/// provider. Thread-safe.
public final class ProviderGate {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final MailProvider provider;
    private final CircuitProperties settings;
    private final Clock clock;
    private final Set<UUID> failing = new HashSet<>();
    private Instant nextFree = Instant.MIN;
    private @Nullable Pause pause;
    private @Nullable Thread probing;

    ProviderGate(MailProvider provider, CircuitProperties settings, Clock clock) {
        this.provider = provider;
        this.settings = settings;
        this.clock = clock;
    }

    /// Whether an email may be sent now.
    public sealed interface Passage {
        /// Send after this delay.
        record Open(Duration delay) implements Passage {}

        /// Do not send before that time. The email is scheduled for later, and no attempt is counted.
        record Closed(Instant until, String reason) implements Passage {}
    }

    /// @param reason `provider_down` or `circuit_open`
    public record Pause(String reason, Failure failure, Duration length, Instant until) {}

    public MailProvider provider() {
        return provider;
    }

    /// Asks to send one email. A critical email does not wait for the rate limit; later emails wait
    /// correspondingly longer.
    public synchronized Passage ask(boolean critical) {
        Instant now = clock.instant();
        if (pause != null) {
            if (now.isBefore(pause.until)) {
                return new Passage.Closed(pause.until, pause.reason);
            }
            if (probing != null) {
                return new Passage.Closed(now.plusSeconds(1), pause.reason);
            }
        }
        Duration interval = Duration.ofNanos((long) (1e9 / provider.ratePerSecond()));
        Instant free = nextFree.isBefore(now) ? now : nextFree;
        Duration wait = critical ? Duration.ZERO : Duration.between(now, free);
        if (wait.compareTo(settings.maxWait()) > 0) {
            return new Passage.Closed(free, "pace");
        }
        nextFree = free.plus(interval);
        probing = pause == null ? null : Thread.currentThread();
        return new Passage.Open(wait);
    }

    /// The email that [#ask] admitted was not sent. Must be called by the thread that asked.
    public synchronized void withdraw() {
        endProbe();
    }

    /// Updates the gate with an attempt's outcome. Must be called by the thread that asked.
    ///
    /// @return the pause that begins with this outcome; null when none begins or one continues, so that each pause is
    ///     alerted once
    public synchronized @Nullable Pause learn(UUID id, SendOutcome outcome) {
        boolean probe = endProbe();
        return switch (outcome) {
            case SendOutcome.ProviderDown down -> pause("provider_down", down.failure());
            case SendOutcome.Transient failed -> {
                slowDown(failed.retryAfter());
                yield failed(id, failed.failure(), probe);
            }
            case SendOutcome.Unknown unknown -> failed(id, unknown.failure(), probe);
            case SendOutcome.Sent _ -> recovered();
            case SendOutcome.Permanent refused -> answered(refused.failure());
            case SendOutcome.QuotaExceeded _ -> recovered();
        };
    }

    private @Nullable Pause failed(UUID id, Failure failure, boolean probe) {
        if (failure.aboutThisMail()) {
            return answered(failure);
        }
        failing.add(id);
        return probe || failing.size() >= settings.failures()
                ? pause("circuit_open", failure)
                : null;
    }

    /// A provider that rejects one particular email is working. An email refused without contacting the provider says
    /// nothing about it.
    private @Nullable Pause answered(Failure failure) {
        return failure.status() == null ? null : recovered();
    }

    /// The current pause, or null.
    public synchronized @Nullable Pause pause() {
        return pause != null && clock.instant().isBefore(pause.until) ? pause : null;
    }

    /// Whether this thread's email was the probe. Ends the probe.
    private boolean endProbe() {
        boolean mine = Thread.currentThread().equals(probing);
        if (mine) {
            probing = null;
        }
        return mine;
    }

    private @Nullable Pause recovered() {
        failing.clear();
        pause = null;
        return null;
    }

    private void slowDown(@Nullable Duration retryAfter) {
        if (retryAfter != null) {
            Instant then = clock.instant().plus(retryAfter);
            nextFree = then.isAfter(nextFree) ? then : nextFree;
        }
    }

    private @Nullable Pause pause(String reason, Failure failure) {
        Instant now = clock.instant();
        if (pause != null && now.isBefore(pause.until)) {
            return null; // Several attempts were under way when the pause began.
        }
        Pause before = pause;
        Duration length = before == null ? settings.pause() : before.length.multipliedBy(2);
        length = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
        failing.clear();
        Pause begun = new Pause(reason, failure, length, now.plus(length));
        pause = begun;
        return before != null && before.reason.equals(reason) ? null : begun;
    }
}
