package dev.carillon.gateway.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /api/v1/realtime/stats`.
///
/// @param total connections of all replicas
/// @param usersOnline recipients with at least one connection, each counted once
/// @param recipient the requested recipient
/// @param complete false when Redis is unavailable, so that only the answering replica is counted
public record StatisticsAnswer(
        List<Replica> replicas,
        long total,
        long usersOnline,
        @Nullable OfRecipient recipient,
        boolean complete) {
    public StatisticsAnswer {
        replicas = List.copyOf(replicas);
    }

    /// @param users recipients with a connection to this replica
    public record Replica(String replica, long connections, long users) {}

    /// @param connections of the recipient, on all replicas
    /// @param replicas those where the recipient has a connection
    public record OfRecipient(String recipient, long connections, List<Replica> replicas) {}
}
