package dev.carillon.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

class LobbyTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Lobby lobby = new Lobby(3, 2, meters);

    @Test
    void givesOneAddressItsShareOnly() {
        EmbeddedChannel first = from("192.0.2.1");
        assertThat(lobby.enter(first)).isTrue();
        EmbeddedChannel second = from("192.0.2.1");
        assertThat(lobby.enter(second)).isTrue();
        assertThat(lobby.enter(from("192.0.2.1"))).isFalse();
        assertThat(lobby.enter(from("192.0.2.1"))).isFalse();

        assertThat(lobby.enter(from("192.0.2.2"))).isTrue();
        assertThat(lobby.enter(from("192.0.2.3"))).as("the lobby is full").isFalse();

        var _ = first.close();
        lobby.leave(second);
        lobby.leave(second);
        assertThat(meters.get("carillon.gateway.pending").gauge().value()).isEqualTo(1);
        assertThat(meters.get("carillon.gateway.turned.away").counter().count()).isEqualTo(3);
        assertThat(lobby.enter(from("192.0.2.1"))).isTrue();
    }

    @Test
    void countsANetworkOfIpv6AsOneAddress() {
        assertThat(lobby.enter(from("2001:db8::1"))).isTrue();
        assertThat(lobby.enter(from("2001:db8::2:1"))).isTrue();
        assertThat(lobby.enter(from("2001:db8::3"))).isFalse();
        assertThat(lobby.enter(from("2001:db8:0:1::1"))).isTrue();
    }

    private static EmbeddedChannel from(String address) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                try {
                    return new InetSocketAddress(InetAddress.getByName(address), 40_000);
                } catch (java.net.UnknownHostException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }
}
