package dev.carillon.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Connections that are no sockets, or not yet: a bounded number at once, and of one address a share of it, so that one client
/// cannot keep all others out. A client that finds no room sees its connection closed and connects again later. Thread-safe.
///
/// The address is the peer's: `X-Forwarded-For` comes with the request, which a slow client has not sent yet. Behind a proxy all
/// clients share its address; the proxy bounds how slowly a request may arrive.
final class Lobby {
    private static final AttributeKey<Object> INSIDE = AttributeKey.valueOf("carillon.lobby");
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int room;
    private final int roomOfAddress;
    private final AtomicInteger inside = new AtomicInteger();
    private final Map<Object, Integer> insideByAddress = new ConcurrentHashMap<>();
    private final Counter turnedAway;

    Lobby(int room, int roomOfAddress, MeterRegistry meterRegistry) {
        this.room = room;
        this.roomOfAddress = roomOfAddress;
        this.turnedAway =
                Counter.builder("carillon.gateway.turned.away")
                        .description("Connections closed immediately because there were too many")
                        .register(meterRegistry);
        Gauge.builder("carillon.gateway.pending", inside, AtomicInteger::get)
                .description("Connections that are not WebSockets yet")
                .register(meterRegistry);
    }

    /// Admits a connection until it leaves or is closed; false when there is no room.
    boolean enter(Channel channel) {
        Object address = address(channel.remoteAddress());
        if (insideByAddress.merge(address, 1, Integer::sum) > roomOfAddress) {
            forget(address);
            turnedAway.increment();
            return false;
        }
        if (inside.getAndUpdate(now -> Math.min(now + 1, room)) >= room) {
            forget(address);
            turnedAway.increment();
            return false;
        }
        channel.attr(INSIDE).set(address);
        var _ = channel.closeFuture().addListener(closed -> leave(channel));
        return true;
    }

    /// The connection has become a socket.
    void leave(Channel channel) {
        Object address = channel.attr(INSIDE).getAndSet(null);
        if (address != null) {
            inside.decrementAndGet();
            forget(address);
        }
    }

    private void forget(Object address) {
        insideByAddress.computeIfPresent(address, (key, now) -> now == 1 ? null : now - 1);
    }

    /// An IPv4 address, or the network of an IPv6 address: whoever has one of those has 2^64 addresses.
    static Object address(@Nullable SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unknown";
        }
        byte[] bytes = inet.getAddress().getAddress();
        return ByteBuffer.wrap(
                bytes.length > IPV6_NETWORK_BYTES
                        ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES)
                        : bytes);
    }
}
