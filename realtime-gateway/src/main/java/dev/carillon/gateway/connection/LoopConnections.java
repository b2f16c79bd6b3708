package dev.carillon.gateway.connection;

import dev.carillon.events.Announcement;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.fanout.Batch;
import dev.carillon.gateway.fanout.Delivery;
import dev.carillon.gateway.protocol.AnnouncementFrames;
import dev.carillon.gateway.protocol.CloseCode;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of one event loop: its registry, its timer wheel, and the log position up to which it has delivered
/// everything. Must be used on that loop's thread only.
final class LoopConnections {
    private static final Logger log = LoggerFactory.getLogger(LoopConnections.class);
    private static final long TICK_MILLIS = 50;
    private static final int SLOTS = 1024;
    private static final int RESYNC_CHUNK = 200;

    private final EventLoop loop;
    private final Connections all;
    private final ConnectionContext context;
    private final TimerWheel<Connection> wheel;
    private final Map<RecipientKey, Connection> heads = new HashMap<>();
    private final List<Connection> touched = new ArrayList<>();
    private long[] positions = new long[0];

    LoopConnections(EventLoop loop, Connections all, ConnectionContext context) {
        this.loop = loop;
        this.all = all;
        this.context = context;
        this.wheel = new TimerWheel<>(TICK_MILLIS, SLOTS, context.time().millis());
    }

    void start() {
        var _ =
                loop.scheduleWithFixedDelay(
                        this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = context.time().millis();
        wheel.advance(now, connection -> guarded(connection, () -> connection.due(now)));
    }

    /// An error of one connection must not affect the others.
    private static void guarded(Connection connection, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("Closing a connection after an error", e);
            connection.close(CloseCode.STATE_UNKNOWN, CloseCode.STATE_UNKNOWN.reason());
        }
    }

    EventLoop loop() {
        return loop;
    }

    TimerWheel<Connection> wheel() {
        return wheel;
    }

    /// The offset below which every change of the partition was delivered to this loop's connections.
    long position(int partition) {
        return partition >= 0 && partition < positions.length ? positions[partition] : -1;
    }

    void add(Connection connection) {
        connection.nextOfRecipient = heads.put(connection.recipient(), connection);
    }

    /// Removes the connection from this registry and from the global one.
    void remove(Connection connection) {
        Connection head = heads.get(connection.recipient());
        if (head == connection) {
            Connection next = connection.nextOfRecipient;
            if (next == null) {
                heads.remove(connection.recipient());
            } else {
                heads.put(connection.recipient(), next);
            }
        } else {
            unchain(head, connection);
        }
        connection.nextOfRecipient = null;
        all.remove(connection);
    }

    /// Called when the connection's channel is closed.
    void gone(Connection connection) {
        wheel.cancel(connection);
        all.gone();
    }

    private static void unchain(@Nullable Connection head, Connection connection) {
        for (Connection each = head; each != null; each = each.nextOfRecipient) {
            if (each.nextOfRecipient == connection) {
                each.nextOfRecipient = connection.nextOfRecipient;
                return;
            }
        }
    }

    /// Writes every change of the batch, then flushes each connection once.
    void deliver(Batch batch) {
        try {
            for (Delivery delivery : batch.deliveries()) {
                deliver(delivery);
            }
            for (Announcement announcement : batch.announcements()) {
                announce(announcement);
            }
            takePositions(batch);
            touched.forEach(Connection::flush);
        } finally {
            touched.clear();
            batch.done();
        }
    }

    private void deliver(Delivery delivery) {
        Connection connection = heads.get(delivery.recent().recipient());
        if (connection == null) {
            return;
        }
        while (connection != null) {
            Connection next = connection.nextOfRecipient;
            Connection each = connection;
            guarded(
                    each,
                    () -> {
                        if (each.deliver(delivery)) {
                            touched.add(each);
                        }
                    });
            connection = next;
        }
        Duration sinceCommit = Duration.between(delivery.change().at(), context.clock().instant());
        context.metrics().latency(sinceCommit.isNegative() ? Duration.ZERO : sinceCommit);
    }

    private void announce(Announcement announcement) {
        try (var frames =
                new AnnouncementFrames(io.netty.buffer.ByteBufAllocator.DEFAULT, announcement)) {
            for (Connection head : List.copyOf(heads.values())) {
                if (!head.recipient().tenant().equals(announcement.tenant())) {
                    continue;
                }
                for (Connection each = head; each != null; each = each.nextOfRecipient) {
                    if (each.announce(frames)) {
                        touched.add(each);
                    }
                }
            }
        }
    }

    private void takePositions(Batch batch) {
        if (positions.length < batch.partitions()) {
            positions = Arrays.copyOf(positions, batch.partitions());
        }
        for (int partition = 0; partition < positions.length; partition++) {
            positions[partition] = batch.position(partition);
        }
    }

    /// Discards every position until the next batch sets them, and tells every client to call the changes endpoint,
    /// spread over time.
    void resyncAll() {
        List<Connection> connections = new ArrayList<>();
        for (Connection head : heads.values()) {
            for (Connection each = head; each != null; each = each.nextOfRecipient) {
                connections.add(each);
            }
        }
        positions = new long[0];
        connections.forEach(Connection::forgetPosition);
        resync(connections, 0);
    }

    private void resync(List<Connection> connections, int from) {
        int to = Math.min(connections.size(), from + RESYNC_CHUNK);
        connections.subList(from, to).forEach(Connection::disrupted);
        if (to < connections.size()) {
            var _ = loop.schedule(() -> resync(connections, to), 100, TimeUnit.MILLISECONDS);
        }
    }
}
