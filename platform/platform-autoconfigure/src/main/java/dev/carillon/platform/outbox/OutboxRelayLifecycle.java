package dev.carillon.platform.outbox;

import dev.carillon.outbox.OutboxRelay;
import dev.carillon.outbox.RelayStatus;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// Starts the relay with the context's lifecycle, before the web server, and stops it after the web server. A restarted
/// context gets a new relay.
public class OutboxRelayLifecycle implements SmartLifecycle {
    /// Web server and Kafka listeners have higher phases: they start later and stop earlier.
    static final int PHASE = DEFAULT_PHASE - 8192;

    private final Supplier<OutboxRelay> relays;
    private volatile @Nullable OutboxRelay relay;

    OutboxRelayLifecycle(Supplier<OutboxRelay> relays) {
        this.relays = relays;
    }

    /// The relay's status; empty while the context is not started.
    public Optional<RelayStatus> status() {
        OutboxRelay running = relay;
        return running == null ? Optional.empty() : Optional.of(running.status());
    }

    @Override
    public synchronized void start() {
        if (relay == null) {
            OutboxRelay fresh = relays.get();
            fresh.start();
            relay = fresh;
        }
    }

    @Override
    public synchronized void stop() {
        OutboxRelay running = relay;
        if (running != null) {
            running.close();
            relay = null;
        }
    }

    @Override
    public boolean isRunning() {
        return relay != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
