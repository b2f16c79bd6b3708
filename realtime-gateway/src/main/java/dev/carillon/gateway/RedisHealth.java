package dev.carillon.gateway;

import dev.carillon.gateway.redis.RedisLink;
import dev.carillon.gateway.redis.RedisUnavailableException;
import org.redisson.client.codec.StringCodec;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Reports whether Redis is available. Redis stores tickets; without it clients can connect with a token only. The
/// gateway still works, so this does not make a replica unready.
@Component("redis")
final class RedisHealth implements HealthIndicator {
    private final RedisLink redis;

    RedisHealth(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public Health health() {
        try {
            redis.ask(client ->
                    client.getBucket("carillon:realtime:health", StringCodec.INSTANCE).isExists());
            return Health.up().build();
        } catch (RedisUnavailableException e) {
            return Health.down().withDetail("reason", String.valueOf(e.getMessage())).build();
        }
    }
}
