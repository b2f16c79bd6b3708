package dev.carillon.api.trigger;

import dev.carillon.platform.database.Batches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Deletes requests and idempotency keys that are past their retention, until none is due, so that it keeps up with any
/// rate of requests. Several replicas may run at once.
@Component
class ForgetOldRequests {
    private static final int KEYS = 1_000;
    // each request deletes up to a thousand notification rows with it
    private static final int REQUESTS = 100;
    // the longest run for requests, and for keys; the next run continues
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
        Batches.untilDone(KEYS, limit -> keys.forget(now, limit), clock, LONGEST);
        Batches.untilDone(
                REQUESTS,
                limit -> requests.forget(now.minus(settings.retention()), limit),
                clock,
                LONGEST);
    }
}
