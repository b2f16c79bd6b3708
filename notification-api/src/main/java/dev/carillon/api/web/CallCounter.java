package dev.carillon.api.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/// Counts calls in Redis, in windows that begin with a caller's first call. After a failure, Redis is not called for
/// one second, so that an outage delays a call now and then and not every call. Thread-safe.
@Component
class CallCounter {
    private static final Logger log = LoggerFactory.getLogger(CallCounter.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final RedisScript<String> COUNT =
            RedisScript.of(
                    """
                    local count = redis.call('INCR', KEYS[1])
                    local left = redis.call('PTTL', KEYS[1])
                    if left < 0 then
                        redis.call('PEXPIRE', KEYS[1], ARGV[1])
                        left = ARGV[1]
                    end
                    return count .. ' ' .. left
                    """,
                    String.class);

    private final StringRedisTemplate redis;
    private final Clock clock;
    private final Counter uncounted;
    private volatile Instant pausedUntil = Instant.EPOCH;

    CallCounter(StringRedisTemplate redis, Clock clock, MeterRegistry metrics) {
        this.redis = redis;
        this.clock = clock;
        this.uncounted =
                Counter.builder("carillon.rate.limit.uncounted")
                        .description("Calls that were not counted because Redis did not answer")
                        .register(metrics);
    }

    /// @param count calls in the window, this one included
    /// @param left time until the window ends
    record Counted(long count, Duration left) {}

    /// Counts a call; empty if Redis does not answer.
    Optional<Counted> count(String caller, Duration window) {
        if (clock.instant().isBefore(pausedUntil)) {
            uncounted.increment();
            return Optional.empty();
        }
        try {
            String[] answer =
                    redis.execute(
                                    COUNT,
                                    List.of("carillon:api:rate:" + caller),
                                    Long.toString(window.toMillis()))
                            .split(" ", 2);
            return Optional.of(
                    new Counted(
                            Long.parseLong(answer[0]),
                            Duration.ofMillis(Math.max(1, Long.parseLong(answer[1])))));
        } catch (DataAccessException e) {
            pausedUntil = clock.instant().plus(PAUSE);
            uncounted.increment();
            log.warn(
                    "Redis is unavailable; calls are allowed without a rate limit: {}",
                    e.getMessage());
            return Optional.empty();
        }
    }
}
