package dev.carillon.email.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class RedisHealthTest {
    /// Nothing listens on port 1.
    @Test
    void isDownWithTheReasonWhileRedisDoesNotAnswer() {
        RedisConnection redis = new RedisConnection("redis://127.0.0.1:1");
        try {
            Health health = new RedisHealth(redis).health();

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsKey("reason");
        } finally {
            redis.stop();
        }
    }
}
