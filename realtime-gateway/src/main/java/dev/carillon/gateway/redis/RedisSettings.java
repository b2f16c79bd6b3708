package dev.carillon.gateway.redis;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where Redis is: it keeps tickets and connection counts.
///
/// @param url `redis://` or, with TLS, `rediss://`, with user and password where it needs them
@ConfigurationProperties("carillon.redis")
public record RedisSettings(@DefaultValue("redis://localhost:6379") URI url) {
    public RedisSettings {
        if (!"redis".equals(url.getScheme()) && !"rediss".equals(url.getScheme())) {
            throw new IllegalArgumentException(
                    "carillon.redis.url must begin with redis:// or rediss://");
        }
    }

    /// Without the URL, which may hold a password.
    @Override
    public String toString() {
        return "RedisSettings[" + url.getHost() + ":" + url.getPort() + "]";
    }
}
