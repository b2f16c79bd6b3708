package dev.carillon.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicInteger;

/// Connections that are no sockets, or not yet: so many at once, however many come. A client that finds no room sees its connection
/// closed, as one that finds no server, and comes again later. Thread-safe.
final class Lobby {
    private static final AttributeKey<Boolean> INSIDE = AttributeKey.valueOf("carillon.lobby");

    private final int room;
    private final AtomicInteger inside = new AtomicInteger();
    private final Counter turnedAway;

    Lobby(int room, MeterRegistry meterRegistry) {
        this.room = room;
        this.turnedAway =
                Counter.builder("carillon.gateway.turned.away")
                        .description("Connections closed as they came, for want of room")
                        .register(meterRegistry);
        Gauge.builder("carillon.gateway.pending", inside, AtomicInteger::get)
                .description("Connections that are no sockets, or not yet")
                .register(meterRegistry);
    }

    /// Takes a connection in until it leaves or is closed; false when there is no room.
    boolean enter(Channel channel) {
        if (inside.getAndUpdate(now -> Math.min(now + 1, room)) >= room) {
            turnedAway.increment();
            return false;
        }
        channel.attr(INSIDE).set(true);
        var _ = channel.closeFuture().addListener(closed -> leave(channel));
        return true;
    }

    /// The connection has become a socket.
    void leave(Channel channel) {
        if (Boolean.TRUE.equals(channel.attr(INSIDE).getAndSet(null))) {
            inside.decrementAndGet();
        }
    }
}
