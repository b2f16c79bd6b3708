package dev.carillon.email.quota;

import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Redis holds the quota's counters. Without it only critical email is sent. The replica stays ready: it still stores
/// what arrives.
@Component("redis")
final class RedisHealth implements HealthIndicator {
    private final RedisConnection redis;

    RedisHealth(RedisConnection redis) {
        this.redis = redis;
    }

    @Override
    public Health health() {
        try {
            redis.client().getBucket("carillon:email:health", StringCodec.INSTANCE).isExists();
            return Health.up().build();
        } catch (RedisException away) {
            return Health.down().withDetail("reason", String.valueOf(away.getMessage())).build();
        }
    }
}
