package dev.carillon.gateway;

import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.drain.Drain;
import dev.carillon.gateway.fanout.ChangeSource;
import dev.carillon.gateway.fanout.Fanout;
import dev.carillon.gateway.http.PublicServer;
import dev.carillon.gateway.publish.AsyncPublisher;
import dev.carillon.gateway.redis.RedisLink;
import dev.carillon.gateway.settings.GatewaySettings;
import dev.carillon.gateway.statistics.ConnectionStatistics;
import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.config.CarillonProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The order of start and stop. It starts last and stops first, so that health and metrics still answer while clients
/// are being disconnected.
@Component
final class GatewayLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(GatewayLifecycle.class);
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final ApplicationContext context;
    private final CarillonProperties carillon;
    private final GatewaySettings settings;
    private final PublicServer server;
    private final ChangeSource source;
    private final Fanout fanout;
    private final AsyncPublisher publisher;
    private final RedisLink redis;
    private final ConnectionStatistics statistics;
    private final Connections connections;
    private final Drain drain;
    private final Clock clock;
    private volatile boolean running;

    GatewayLifecycle(
            ApplicationContext context,
            CarillonProperties carillon,
            GatewaySettings settings,
            PublicServer server,
            ChangeSource source,
            Fanout fanout,
            AsyncPublisher publisher,
            RedisLink redis,
            ConnectionStatistics statistics,
            Connections connections,
            Drain drain,
            Clock clock) {
        this.context = context;
        this.carillon = carillon;
        this.settings = settings;
        this.server = server;
        this.source = source;
        this.fanout = fanout;
        this.publisher = publisher;
        this.redis = redis;
        this.statistics = statistics;
        this.connections = connections;
        this.drain = drain;
        this.clock = clock;
    }

    @Override
    public void start() {
        drain.end();
        redis.start();
        publisher.start();
        Integer port = carillon.port();
        server.start(
                carillon.mode() == CarillonMode.LOCAL ? "127.0.0.1" : null,
                port == null ? 8083 : port);
        source.start(fanout);
        statistics.start();
        running = true;
    }

    @Override
    public void stop() {
        Instant deadline = clock.instant().plus(settings.drain().timeout());
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        try {
            drain.run();
            awaitClosing(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.info(
                "Every client was told to disconnect; cutting {} remaining connections",
                connections.count());
        source.close();
        server.stop();
        publisher.close();
        statistics.close();
        redis.close();
        running = false;
    }

    /// A client answers a close frame by closing. The sockets of clients that do not answer in time are cut.
    private void awaitClosing(Instant deadline) throws InterruptedException {
        Instant patience = clock.instant().plus(CLOSING);
        Instant end = patience.isBefore(deadline) ? patience : deadline;
        while (connections.open() > 0 && clock.instant().isBefore(end)) {
            Thread.sleep(20);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
