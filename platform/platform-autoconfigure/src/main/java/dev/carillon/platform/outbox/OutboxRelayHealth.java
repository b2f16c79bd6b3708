package dev.carillon.platform.outbox;

import dev.carillon.outbox.RelayState;
import dev.carillon.outbox.RelayStatus;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// The health indicator `outbox`: down while the relay fails, or if today's partition is missing. It does not affect
/// readiness: records that are accepted meanwhile are stored, and published later.
final class OutboxRelayHealth implements HealthIndicator {
    private final OutboxRelayLifecycle relay;

    OutboxRelayHealth(OutboxRelayLifecycle relay) {
        this.relay = relay;
    }

    @Override
    public Health health() {
        Optional<RelayStatus> seen = relay.status();
        if (seen.isEmpty()) {
            return Health.unknown().withDetail("relay", "not_started").build();
        }
        RelayStatus status = seen.get();
        boolean noPartition = status.daysReady() != null && status.daysReady() < 0;
        boolean ended = status.state() == RelayState.STOPPED;
        boolean failing = status.state() == RelayState.FAILING;
        Health.Builder health = failing || ended || noPartition ? Health.down() : Health.up();
        health.withDetail("relay", status.state().name().toLowerCase(java.util.Locale.ROOT))
                .withDetail("since", status.since())
                .withDetail("leader", status.leader());
        detail(health, "problem", status.problem());
        detail(health, "slot_lag_bytes", status.slotLagBytes());
        detail(health, "wal_status", status.walStatus());
        detail(health, "partition_days_ready", status.daysReady());
        detail(health, "last_acknowledged", status.lastAcknowledged());
        return health.build();
    }

    private static void detail(
            Health.Builder health, String name, @org.jspecify.annotations.Nullable Object value) {
        if (value != null) {
            health.withDetail(name, value);
        }
    }
}
