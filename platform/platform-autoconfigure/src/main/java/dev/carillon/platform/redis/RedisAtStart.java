package dev.carillon.platform.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Logs at the start if Redis does not answer, and later when it does. The start does not wait for it.
final class RedisAtStart implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RedisAtStart.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final RedisSettings settings;
    private volatile boolean running;

    RedisAtStart(RedisSettings settings) {
        this.settings = settings;
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("redis at start").start(this::watch);
    }

    private void watch() {
        for (int attempt = 0; running; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(settings.url().getHost(), settings.port()), 2000);
                if (attempt > 0) {
                    log.info("Redis at {} answers", settings.where());
                }
                return;
            } catch (IOException away) {
                if (attempt % 30 == 0) {
                    log.warn(
                            "Redis at {} (carillon.redis.url) does not answer: {}",
                            settings.where(),
                            away.getMessage());
                }
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
