package dev.carillon.gateway;

import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.drain.Drain;
import dev.carillon.gateway.fanout.ChangeSource;
import dev.carillon.gateway.replay.RecentWindow;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Up once the recent window is filled and the log is being read. Down while clients are being disconnected at
/// shutdown.
@Component("inboxChanges")
final class ChangesHealth implements HealthIndicator {
    private final ChangeSource source;
    private final RecentWindow window;
    private final Connections connections;
    private final Drain drain;

    ChangesHealth(ChangeSource source, RecentWindow window, Connections connections, Drain drain) {
        this.source = source;
        this.window = window;
        this.connections = connections;
        this.drain = drain;
    }

    @Override
    public Health health() {
        ChangeSource.State state = source.state();
        Health.Builder health =
                state.ready() && !drain.begun() ? Health.up() : Health.outOfService();
        if (drain.begun()) {
            health.withDetail("reason", "clients are being disconnected for shutdown");
        } else if (!state.fault().isEmpty()) {
            health.withDetail("reason", state.fault());
        } else if (!state.filled()) {
            health.withDetail("reason", "the recent window is still being filled");
        }
        return health.withDetail("connections", connections.count())
                .withDetail("window_changes", window.size())
                .withDetail("window_bytes", window.bytes())
                .build();
    }
}
