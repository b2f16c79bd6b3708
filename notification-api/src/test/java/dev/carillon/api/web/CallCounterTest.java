package dev.carillon.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.test.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class CallCounterTest {
    @Test
    void letsCallsThroughWhileRedisIsAwayAndCountsThese() {
        var nowhere =
                new LettuceConnectionFactory(
                        new RedisStandaloneConfiguration("localhost", 1),
                        LettuceClientConfiguration.builder()
                                .commandTimeout(Duration.ofMillis(200))
                                .build());
        nowhere.afterPropertiesSet();
        nowhere.start();
        try {
            var metrics = new SimpleMeterRegistry();
            var clock = SettableClock.at("2026-11-21T10:00:00Z");
            var counter = new CallCounter(new StringRedisTemplate(nowhere), clock, metrics);

            assertThat(counter.count("default/ann", Duration.ofMinutes(1))).isEmpty();
            assertThat(counter.count("default/ann", Duration.ofMinutes(1))).isEmpty();
            clock.advance(Duration.ofSeconds(2));
            assertThat(counter.count("default/ann", Duration.ofMinutes(1))).isEmpty();

            assertThat(metrics.counter("carillon.rate.limit.uncounted").count()).isEqualTo(3);
        } finally {
            nowhere.destroy();
        }
    }
}
