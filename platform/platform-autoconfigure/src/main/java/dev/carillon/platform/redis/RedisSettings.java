package dev.carillon.platform.redis;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Redis.
///
/// @param url `redis://…`, or `rediss://…` with TLS; with user and password if the server requires them
@ConfigurationProperties("carillon.redis")
public record RedisSettings(@DefaultValue("redis://localhost:6379") URI url) {
    public RedisSettings {
        if (!"redis".equals(url.getScheme()) && !"rediss".equals(url.getScheme())) {
            throw new IllegalArgumentException(
                    "carillon.redis.url must begin with redis:// or rediss://");
        }
    }

    /// Host and port, without user and password.
    String where() {
        return url.getHost() + ":" + port();
    }

    int port() {
        return url.getPort() < 0 ? 6379 : url.getPort();
    }

    @Override
    public String toString() {
        return "RedisSettings[" + where() + "]";
    }
}
