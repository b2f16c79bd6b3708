package dev.carillon.gateway.connection;

import dev.carillon.gateway.action.ClientActions;
import dev.carillon.gateway.delivered.FirstDeliveries;
import dev.carillon.gateway.replay.RecentWindow;
import dev.carillon.gateway.settings.GatewaySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// What all connections share.
record ConnectionContext(
        GatewaySettings settings,
        RecentWindow window,
        ClientActions actions,
        FirstDeliveries firstDeliveries,
        Metrics metrics,
        MonotonicTime time,
        Clock clock,
        RandomGenerator random) {
    /// The time in milliseconds at which the duration, counted from now, is over.
    long after(Duration duration) {
        return time.millis() + duration.toMillis();
    }

    /// When to ping a client next: the interval ± 10 %, so that pings are spread over time.
    long nextPing() {
        long interval = settings.timing().ping().toMillis();
        return time.millis() + Math.round(interval * (0.9 + 0.2 * random.nextDouble()));
    }
}
