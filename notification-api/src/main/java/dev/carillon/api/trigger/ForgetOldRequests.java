package dev.carillon.api.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Removes what is past its time, in bounded batches. Several replicas may do so at once.
@Component
class ForgetOldRequests {
    private static final int KEYS = 1_000;
    // each takes up to a thousand notifications with it
    private static final int REQUESTS = 100;
    // of one run of either; what is left then is the next one's
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final RequestTable requests;
    private final IdempotencyKeys keys;
    private final RequestSettings settings;
    private final Clock clock;

    ForgetOldRequests(
            RequestTable requests, IdempotencyKeys keys, RequestSettings settings, Clock clock) {
        this.requests = requests;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT10M")
    void forget() {
        Instant now = clock.instant();
        inBatches(KEYS, () -> keys.forget(now, KEYS));
        inBatches(REQUESTS, () -> requests.forget(now.minus(settings.retention()), REQUESTS));
    }

    /// Until nothing is due, so that forgetting keeps up with whatever is admitted.
    private void inBatches(int size, IntSupplier batch) {
        Instant end = clock.instant().plus(LONGEST);
        int forgotten;
        do {
            forgotten = batch.getAsInt();
        } while (forgotten == size && clock.instant().isBefore(end));
    }
}
