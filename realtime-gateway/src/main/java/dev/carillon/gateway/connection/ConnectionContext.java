package dev.carillon.gateway.connection;

import dev.carillon.gateway.action.ClientActions;
import dev.carillon.gateway.delivered.FirstDeliveries;
import dev.carillon.gateway.replay.RecentWindow;
import dev.carillon.gateway.settings.GatewaySettings;
import java.time.Clock;
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
        RandomGenerator random) {}
