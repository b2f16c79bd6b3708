package dev.carillon.api.trigger;

import java.time.Clock;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Removes what is past its time, in bounded batches. Several replicas may do so at once.
@Component
class ForgetOldRequests {
    private static final int BATCH = 1_000;
    private static final int BATCHES = 100;

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
        inBatches(() -> keys.forget(now, BATCH));
        inBatches(() -> requests.forget(now.minus(settings.retention()), BATCH));
    }

    private static void inBatches(IntSupplier batch) {
        for (int i = 0; i < BATCHES && batch.getAsInt() == BATCH; i++) {
            // the next one
        }
    }
}
