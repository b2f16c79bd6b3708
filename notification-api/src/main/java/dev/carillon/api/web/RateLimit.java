package dev.carillon.api.web;

import dev.carillon.platform.security.Caller;
import dev.carillon.platform.security.Role;
import dev.carillon.platform.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Limits the calls of each caller. Every answer says what is left (`RateLimit-Limit`, `-Remaining`, `-Reset`,
/// `-Policy`). A call beyond the limit gets a 429 with `Retry-After`. While Redis is unavailable, calls are allowed,
/// and the answer says that the limit is not enforced.
@Component
class RateLimit implements HandlerInterceptor {
    /// Header of answers to calls that were not counted.
    static final String NOT_ENFORCED = "RateLimit-Not-Enforced";

    private final RateLimitSettings settings;
    private final CallCounter counter;

    RateLimit(RateLimitSettings settings, CallCounter counter) {
        this.settings = settings;
        this.counter = counter;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getUserPrincipal() instanceof Authentication authentication
                && authentication.getPrincipal() instanceof Caller caller) {
            limit(caller, response);
        }
        return true;
    }

    private void limit(Caller caller, HttpServletResponse response) {
        boolean service = caller.has(Role.SERVICE);
        int limit = service ? settings.service() : settings.user();
        Duration window = service ? settings.serviceWindow() : settings.userWindow();
        response.setHeader("RateLimit-Limit", Integer.toString(limit));
        response.setHeader("RateLimit-Policy", limit + ";w=" + window.toSeconds());
        Optional<CallCounter.Counted> counted =
                counter.count((service ? "service:" : "") + caller.key(), window);
        if (counted.isEmpty()) {
            response.setHeader(NOT_ENFORCED, "the counter is unavailable");
            return;
        }
        long count = counted.get().count();
        // rounded up, so that a client that waits this long gets a new window
        Duration left = Duration.ofSeconds((counted.get().left().toMillis() + 999) / 1000);
        response.setHeader("RateLimit-Remaining", Long.toString(Math.max(0, limit - count)));
        response.setHeader("RateLimit-Reset", Long.toString(left.toSeconds()));
        if (count > limit) {
            throw Problems.tooManyRequests(left);
        }
    }
}
