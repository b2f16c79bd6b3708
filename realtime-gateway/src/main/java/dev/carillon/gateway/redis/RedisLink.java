package dev.carillon.gateway.redis;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Redisson client, which connects in the background for as long as it takes. Thread-safe. Calls block, so they
/// must not run on an event loop.
public final class RedisLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final URI url;
    private final List<Consumer<RedissonClient>> whenConnected = new CopyOnWriteArrayList<>();
    private volatile @Nullable RedissonClient client;
    private @Nullable Thread connector;

    public RedisLink(URI url) {
        this.url = url;
    }

    /// Runs an action once Redis is connected, such as subscribing; repeats it while it fails. Must be called before
    /// [#start()].
    public void whenConnected(Consumer<RedissonClient> action) {
        whenConnected.add(action);
    }

    /// Starts to connect; returns at once.
    public void start() {
        connector = Thread.ofVirtual().name("redis-connector").start(this::connect);
    }

    /// Whether Redis was ever connected; it may be unavailable now.
    public boolean connected() {
        return client != null;
    }

    /// Calls Redis.
    ///
    /// @throws RedisUnavailableException when it does not answer
    public <T> T ask(Function<RedissonClient, T> question) {
        RedissonClient present = client;
        if (present == null) {
            throw new RedisUnavailableException();
        }
        try {
            return question.apply(present);
        } catch (RedisException e) {
            throw new RedisUnavailableException(e);
        }
    }

    private void connect() {
        Duration pause = Duration.ofMillis(200);
        Deque<Consumer<RedissonClient>> undone = new ArrayDeque<>(whenConnected);
        RedissonClient made = null;
        while (made == null || !undone.isEmpty()) {
            try {
                if (made == null) {
                    made = Redisson.create(config());
                    client = made;
                }
                while (!undone.isEmpty()) {
                    undone.element().accept(made);
                    undone.remove();
                }
            } catch (RedisException e) {
                log.debug("Redis does not answer yet: {}", e.getMessage());
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    return;
                }
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
        }
    }

    private Config config() {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setThreads(2);
        config.setNettyThreads(2);
        config.useSingleServer()
                .setAddress(url.toString())
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(16)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(2)
                .setConnectTimeout(2_000)
                .setTimeout(1_000)
                .setRetryAttempts(1);
        return config;
    }

    @Override
    public void close() {
        Thread running = connector;
        if (running != null) {
            running.interrupt();
        }
        RedissonClient present = client;
        client = null;
        if (present != null) {
            present.shutdown(0, 2, java.util.concurrent.TimeUnit.SECONDS);
        }
    }
}
