package dev.carillon.gateway.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Settings of the gateway.
///
/// @param replica the name of this replica in statistics; the host's name and a random suffix unless set
/// @param eventLoops threads that serve connections; 0 for one a processor
/// @param tokenInQuery whether a JWT may come as `?token=`, where proxies may log it; local mode only
/// @param ticketLifetime how long a ticket may be used
/// @param connections limits of connections and their messages
/// @param timing heartbeat and patience
/// @param window the recent changes that clients resume from
/// @param drain how connections are sent away at shutdown
/// @param publish what may wait for the broker
@ConfigurationProperties("carillon.gateway")
public record GatewaySettings(
        @Nullable String replica,
        @DefaultValue("0") int eventLoops,
        @DefaultValue("false") boolean tokenInQuery,
        @DefaultValue("30s") Duration ticketLifetime,
        @DefaultValue Connections connections,
        @DefaultValue Timing timing,
        @DefaultValue Window window,
        @DefaultValue Drain drain,
        @DefaultValue Publish publish) {
    public GatewaySettings {
        atLeast("event-loops", eventLoops, 0);
        positive("ticket-lifetime", ticketLifetime);
    }

    /// @param max connections of this replica in all
    /// @param pending connections that are no sockets, or not yet: handshakes and HTTP calls; one more is closed as it comes
    /// @param pendingPerAddress how many of those one IP address may have (one /64 network with IPv6); half of `pending` by default. Behind a proxy all clients have its address, so set it to `pending` there
    /// @param perRecipient connections of one recipient on this replica; the oldest is evicted
    /// @param maxFrame what a client may send in one message
    /// @param messagesPerSecond what a client may send for long
    /// @param messageBurst what a client may send at once
    /// @param writeBuffer what may wait for one client before it is lagging
    /// @param sendBuffer what the system may hold for one client besides; 0 leaves it to the system, which may take megabytes
    public record Connections(
            @DefaultValue("50000") int max,
            @DefaultValue("5000") int pending,
            @Nullable Integer pendingPerAddress,
            @DefaultValue("10") int perRecipient,
            @DefaultValue("16KB") DataSize maxFrame,
            @DefaultValue("50") int messagesPerSecond,
            @DefaultValue("200") int messageBurst,
            @DefaultValue("64KB") DataSize writeBuffer,
            @DefaultValue("0B") DataSize sendBuffer) {
        public Connections {
            atLeast("connections.max", max, 1);
            atLeast("connections.pending", pending, 1);
            if (pendingPerAddress != null) {
                atLeast("connections.pending-per-address", pendingPerAddress, 1);
            }
            atLeast("connections.per-recipient", perRecipient, 1);
            atLeast("connections.max-frame", maxFrame.toBytes(), 256);
            atLeast("connections.messages-per-second", messagesPerSecond, 1);
            atLeast("connections.message-burst", messageBurst, 1);
            atLeast("connections.write-buffer", writeBuffer.toBytes(), 4096);
            atLeast("connections.send-buffer", sendBuffer.toBytes(), 0);
        }

        /// The connections that one address may have while they are no sockets.
        public int roomOfAddress() {
            return pendingPerAddress == null ? Math.max(1, pending / 2) : pendingPerAddress;
        }
    }

    /// @param ping between the server's pings, give or take 10 %
    /// @param pong how long a client may take to answer one
    /// @param idle without any message but heartbeats
    /// @param slow how long a client may lag behind
    /// @param gap how long a missing change is waited for
    /// @param handshake how long a request may take from the connection's start, or from the answer before it, until it is answered or upgraded; an idle connection is closed after it
    /// @param resume how long a new client's `resume` is waited for
    public record Timing(
            @DefaultValue("25s") Duration ping,
            @DefaultValue("8s") Duration pong,
            @DefaultValue("30m") Duration idle,
            @DefaultValue("10s") Duration slow,
            @DefaultValue("500ms") Duration gap,
            @DefaultValue("10s") Duration handshake,
            @DefaultValue("1s") Duration resume) {
        public Timing {
            positive("timing.ping", ping);
            positive("timing.pong", pong);
            positive("timing.idle", idle);
            positive("timing.slow", slow);
            positive("timing.gap", gap);
            positive("timing.handshake", handshake);
            positive("timing.resume", resume);
        }
    }

    /// @param bytes of changes kept
    /// @param minutes for how long they are kept
    public record Window(@DefaultValue("64MB") DataSize bytes, @DefaultValue("10") int minutes) {
        public Window {
            atLeast("window.bytes", bytes.toBytes(), 1024);
            atLeast("window.minutes", minutes, 1);
        }
    }

    /// @param batch connections sent away together, at least
    /// @param interval between two batches
    /// @param spread within which each client picks its time to return
    /// @param timeout after which whatever is left is cut
    public record Drain(
            @DefaultValue("100") int batch,
            @DefaultValue("100ms") Duration interval,
            @DefaultValue("10s") Duration spread,
            @DefaultValue("25s") Duration timeout) {
        public Drain {
            atLeast("drain.batch", batch, 1);
            positive("drain.interval", interval);
            atLeast("drain.spread", spread.toMillis(), 0);
            positive("drain.timeout", timeout);
        }
    }

    /// @param actions client actions on their way to the broker; beyond it clients are told `overloaded`
    /// @param deliveries first deliveries on their way to the timeline; beyond it they are left out
    public record Publish(
            @DefaultValue("10000") int actions, @DefaultValue("10000") int deliveries) {
        public Publish {
            atLeast("publish.actions", actions, 1);
            atLeast("publish.deliveries", deliveries, 1);
        }
    }

    private static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "carillon.gateway.%s must be %d or more, but is %d"
                            .formatted(key, least, value));
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(
                    "carillon.gateway.%s must be longer than 0, but is %s".formatted(key, value));
        }
    }
}
