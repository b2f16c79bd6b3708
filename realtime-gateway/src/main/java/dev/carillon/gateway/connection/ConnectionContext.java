package dev.carillon.gateway.connection;

import dev.carillon.gateway.action.ClientActions;
import dev.carillon.gateway.delivered.FirstDeliveries;
import dev.carillon.gateway.replay.RecentWindow;
import dev.carillon.gateway.settings.GatewaySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// What every connection shares.
record ConnectionContext(
        GatewaySettings settings,
        RecentWindow window,
        ClientActions actions,
        FirstDeliveries firstDeliveries,
        Metrics metrics,
        MonotonicTime time,
        Clock clock,
        RandomGenerator random) {
    /// So long from now.
    long after(Duration duration) {
        return time.millis() + duration.toMillis();
    }

    /// When a client is pinged next: the interval, give or take 10 %, so that pings do not come all at once.
    long nextPing() {
        long interval = settings.timing().ping().toMillis();
        return time.millis() + Math.round(interval * (0.9 + 0.2 * random.nextDouble()));
    }
}
