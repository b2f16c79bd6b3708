package dev.carillon.gateway.drain;

import dev.carillon.gateway.connection.Connections;
import dev.carillon.gateway.settings.GatewaySettings;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Disconnects every client at shutdown. It ends within its timeout, even if clients are left.
public final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final Connections connections;
    private final GatewaySettings.Drain settings;
    private final RandomGenerator random;
    private volatile boolean begun;

    public Drain(Connections connections, GatewaySettings.Drain settings, RandomGenerator random) {
        this.connections = connections;
        this.settings = settings;
        this.random = random;
    }

    /// Whether this replica is shutting down and accepts no more clients.
    public boolean begun() {
        return begun;
    }

    /// Ends the drain: this replica accepts clients again.
    public void end() {
        begun = false;
    }

    /// Tells every client to disconnect, and returns when all were told. Blocks for at most the timeout.
    public void run() throws InterruptedException {
        begun = true;
        List<Connections.SendAway> departures = connections.departures();
        if (departures.isEmpty()) {
            return;
        }
        log.info("Disconnecting {} clients", departures.size());
        long rounds = Math.max(1, settings.timeout().dividedBy(settings.interval()) * 3 / 4);
        int batch = Math.max(settings.batch(), (int) Math.ceilDiv(departures.size(), rounds));
        for (int from = 0; from < departures.size(); from += batch) {
            if (from > 0) {
                Thread.sleep(settings.interval());
            }
            departures
                    .subList(from, Math.min(departures.size(), from + batch))
                    .forEach(departure -> departure.after(delayMillis()));
        }
    }

    private long delayMillis() {
        long spread = settings.spread().toMillis();
        return spread == 0 ? 0 : random.nextLong(spread + 1);
    }
}
