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

/// Limits the connections that are not upgraded to a WebSocket, or not yet. Each address gets only a share of the
/// limit, so that one client cannot lock out all others. A client beyond the limit is disconnected and must try again
/// later. Thread-safe.
///
/// The address is the TCP peer's. `X-Forwarded-For` is not used: it arrives with the request, and a slow client has not
/// sent it yet. Behind a proxy all clients share the proxy's address; there the proxy must limit how slowly a request
/// may arrive.
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

    /// Admits a connection until it leaves or is closed; returns false if the limit is reached.
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

    /// The connection was upgraded to a WebSocket.
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

    /// An IPv4 address, or the /64 network of an IPv6 address, because one IPv6 client has 2^64 addresses.
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
