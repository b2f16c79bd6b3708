package dev.carillon.api.trigger;

import dev.carillon.platform.database.Batches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Removes what is past its time until nothing is due, so that it keeps up with whatever is admitted. Several replicas may do so
/// at once.
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
        Batches.untilDone(KEYS, limit -> keys.forget(now, limit), clock, LONGEST);
        Batches.untilDone(
                REQUESTS,
                limit -> requests.forget(now.minus(settings.retention()), limit),
                clock,
                LONGEST);
    }
}
