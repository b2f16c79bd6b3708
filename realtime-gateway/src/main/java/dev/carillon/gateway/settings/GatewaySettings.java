package dev.carillon.gateway.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Settings of the gateway.
///
/// @param replica the name of this replica in statistics; default: the host's name and a random suffix
/// @param eventLoops threads that serve connections; 0: one for each CPU core
/// @param tokenInQuery whether a JWT may be passed as `?token=`, where proxies may log it; local mode only
/// @param ticketLifetime how long a ticket is valid
/// @param connections limits of connections and their messages
/// @param timing heartbeat and deadlines
/// @param window the recent changes that clients resume from
/// @param drain how clients are disconnected at shutdown
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

    /// @param max connections of this replica
    /// @param pending connections that are not WebSockets yet: handshakes and HTTP calls; further ones are closed
    ///     immediately
    /// @param pendingPerAddress the part of `pending` that one IP address (or IPv6 /64 network) may use; default
    ///     half. Behind a proxy all clients have its address: set it to the value of `pending`
    /// @param perRecipient connections of one recipient on this replica; the oldest one is closed
    /// @param maxFrame the largest message that a client may send
    /// @param messagesPerSecond messages that a client may send per second on average
    /// @param messageBurst messages that a client may send at once
    /// @param writeBuffer bytes that may wait for one client before it counts as too slow
    /// @param sendBuffer bytes that the operating system may additionally buffer for one client; 0: its default,
    ///     which may be megabytes
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

        /// The connections that one address may have before their upgrade.
        public int roomOfAddress() {
            return pendingPerAddress == null ? Math.max(1, pending / 2) : pendingPerAddress;
        }
    }

    /// @param ping the interval between the server's pings, ±10 %
    /// @param pong how long a client may take to answer a ping
    /// @param idle after this time with nothing but heartbeats, a connection is closed
    /// @param slow how long a client may be too slow before it is closed
    /// @param gap how long the gateway waits for a missing change
    /// @param handshake how long a request may take, from the start of the connection or the previous answer, until
    ///     it is answered or upgraded; an idle connection is closed after this time
    /// @param resume how long the gateway waits for a new client's `resume`
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

    /// @param bytes size of the window of recent changes
    /// @param minutes how long changes stay in the window
    public record Window(@DefaultValue("64MB") DataSize bytes, @DefaultValue("10") int minutes) {
        public Window {
            atLeast("window.bytes", bytes.toBytes(), 1024);
            atLeast("window.minutes", minutes, 1);
        }
    }

    /// @param batch connections that are closed together, at least
    /// @param interval the pause between two batches
    /// @param spread the period in which each client picks a random time to reconnect
    /// @param timeout after this time the remaining connections are closed
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

    /// @param actions client actions that may wait for the broker; further ones are answered `overloaded`
    /// @param deliveries first deliveries that may wait to be published to the timeline; further ones are dropped
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
