package dev.carillon.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.platform.security.Caller;
import dev.carillon.platform.security.Role;
import dev.carillon.platform.web.ProblemException;
import dev.carillon.test.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;

/// Which callers share a limit, when it applies, and what the answers say.
class RateLimitTest {
    private static final Caller ANN = new Caller("default", "ann", Set.of());

    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Duration> windows = new HashMap<>();
    private boolean away;
    private final RateLimit limit =
            new RateLimit(
                    new RateLimitSettings(3, Duration.ofMinutes(1), 5, Duration.ofSeconds(1)),
                    new CallCounter(
                            new StringRedisTemplate(),
                            SettableClock.at("2026-11-21T10:00:00Z"),
                            new SimpleMeterRegistry()) {
                        @Override
                        Optional<Counted> count(String caller, Duration window) {
                            windows.put(caller, window);
                            return away
                                    ? Optional.empty()
                                    : Optional.of(
                                            new Counted(
                                                    counts.merge(caller, 1L, Long::sum),
                                                    Duration.ofMillis(1_001)));
                        }
                    });

    @Test
    void theFirstCallBeyondTheLimitIsRefusedAndSaysWhenToComeBack() {
        assertThat(call(ANN).getHeader("RateLimit-Remaining")).isEqualTo("2");
        call(ANN);
        assertThat(call(ANN).getHeader("RateLimit-Remaining")).isEqualTo("0");

        assertThatThrownBy(() -> call(ANN))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> {
                            assertThat(refused.problem().status()).isEqualTo(429);
                            assertThat(refused.retryAfter()).contains(Duration.ofSeconds(2));
                        });
        assertThat(windows).containsEntry("default/ann", Duration.ofMinutes(1));
    }

    @Test
    void everyPersonOfEveryTenantHasALimitOfTheirOwn() {
        for (int i = 0; i < 3; i++) {
            call(ANN);
        }

        call(new Caller("default", "bob", Set.of()));
        call(new Caller("acme", "ann", Set.of()));
        call(new Caller("default", "ann", Set.of(Role.SERVICE)));

        assertThat(counts.keySet())
                .containsExactlyInAnyOrder(
                        "default/ann", "default/bob", "acme/ann", "service:default/ann");
    }

    @Test
    void servicesHaveTheLimitOfServices() {
        Caller shop = new Caller("default", "shop", Set.of(Role.SERVICE));
        for (int i = 0; i < 5; i++) {
            assertThat(call(shop).getHeader("RateLimit-Policy")).isEqualTo("5;w=1");
        }

        assertThatThrownBy(() -> call(shop)).isInstanceOf(ProblemException.class);
    }

    @Test
    void callsPassWhileRedisIsAwayAndTheAnswerSaysSo() {
        away = true;
        for (int i = 0; i < 10; i++) {
            assertThat(call(ANN).getHeader(RateLimit.NOT_ENFORCED)).isNotNull();
        }

        away = false;
        assertThat(call(ANN).getHeader(RateLimit.NOT_ENFORCED)).isNull();
    }

    @Test
    void callersWithoutATokenAreNotCounted() {
        limit.preHandle(new MockHttpServletRequest(), new MockHttpServletResponse(), this);

        assertThat(counts).isEmpty();
    }

    private MockHttpServletResponse call(Caller caller) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setUserPrincipal(new TestingAuthenticationToken(caller, null));
        MockHttpServletResponse response = new MockHttpServletResponse();
        limit.preHandle(request, response, this);
        return response;
    }
}
