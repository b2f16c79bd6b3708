package dev.carillon.email.quota;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The Redis client. It connects at the first use, so neither the start nor a training run (of the JVM's class cache)
/// needs Redis. A call times out after one second.
@Component
class RedisConnection implements SmartLifecycle {
    private static final int TIMEOUT_MILLIS = 1000;

    private final String url;
    private @Nullable RedissonClient client;
    private boolean running;

    RedisConnection(@Value("${carillon.redis.url:redis://localhost:6379}") String url) {
        this.url = url;
    }

    synchronized RedissonClient client() {
        if (client == null) {
            client = Redisson.create(config());
        }
        return client;
    }

    private Config config() {
        URI address = URI.create(url);
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setLazyInitialization(true);
        config.setThreads(2);
        config.setNettyThreads(2);
        config.useSingleServer()
                .setAddress(
                        address.getScheme()
                                + "://"
                                + address.getAuthority().replaceFirst("^.*@", ""))
                .setConnectionPoolSize(4)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setSubscriptionConnectionPoolSize(1)
                .setConnectTimeout(TIMEOUT_MILLIS)
                .setTimeout(TIMEOUT_MILLIS)
                .setRetryAttempts(0);
        String user = address.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            if (colon > 0) {
                config.setUsername(user.substring(0, colon));
            }
            config.setPassword(user.substring(colon + 1));
        }
        return config;
    }

    @Override
    public void start() {
        running = true;
    }

    /// Stops last, after everything that uses it.
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (client != null) {
            client.shutdown();
            client = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
