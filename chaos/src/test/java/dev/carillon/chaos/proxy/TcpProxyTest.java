package dev.carillon.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Uses a server that echoes every byte.
class TcpProxyTest {
    private final AtomicInteger heard = new AtomicInteger();
    private final ServerSocket echo;
    private final TcpProxy proxy;

    TcpProxyTest() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::serve);
        proxy = TcpProxy.ofBytes(echo.getLocalPort());
    }

    private void serve() {
        try {
            while (true) {
                Socket client = echo.accept();
                Thread.startVirtualThread(() -> giveBack(client));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private void giveBack(Socket client) {
        try (client) {
            for (int next = client.getInputStream().read();
                    next >= 0;
                    next = client.getInputStream().read()) {
                heard.incrementAndGet();
                client.getOutputStream().write(next);
            }
        } catch (IOException gone) {
            // The client has ended too.
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBytesInBothDirectionsEvenWhenSlow() throws IOException {
        try (Client client = new Client()) {
            assertThat(client.echo(1)).isEqualTo(1);
            proxy.slow(Direction.TO_SERVER, Duration.ofMillis(5), 1_000);
            proxy.slow(Direction.TO_CLIENT, Duration.ofMillis(5), 1_000);
            assertThat(client.echo(2)).isEqualTo(2);
            proxy.heal();
            assertThat(client.echo(3)).isEqualTo(3);
        }
    }

    @Test
    void resetsConnectionsAndAcceptsNewOnes() throws IOException {
        try (Client client = new Client()) {
            client.echo(1);
            proxy.cut();
            assertThatThrownBy(() -> client.echo(2)).isInstanceOf(IOException.class);
        }
        try (Client client = new Client()) {
            assertThat(client.echo(3)).isEqualTo(3);
        }
    }

    @Test
    void closesConnectionsThatLostBytesWhenHealed() throws IOException {
        try (Client client = new Client()) {
            client.echo(1);
            proxy.swallow(Direction.TO_CLIENT);
            client.send(2);
            await().until(proxy::hasSwallowed);
            assertThat(heard.get()).isEqualTo(2);
            proxy.heal();
            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesNewConnectionsAndKeepsTheOldOnes() throws IOException {
        try (Client old = new Client()) {
            old.echo(1);
            proxy.refuse();
            assertThatThrownBy(
                            () -> {
                                try (Client client = new Client()) {
                                    client.echo(2);
                                }
                            })
                    .isInstanceOfAny(SocketException.class, EOFException.class);
            assertThat(old.echo(3)).isEqualTo(3);
        }
    }

    @Test
    void swallowsOneMessageAndPassesOnTheNext() throws IOException {
        try (Client client = new Client()) {
            client.echo('a');
            Hit hit = proxy.swallowNext(Direction.TO_CLIENT, "b");
            client.send('b');
            await().until(hit::isDone);
            assertThat(client.echo('c')).isEqualTo('c');
        }
    }

    private final class Client implements AutoCloseable {
        private final Socket socket;

        Client() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        }

        void send(int one) throws IOException {
            socket.getOutputStream().write(one);
        }

        int read() throws IOException {
            int read = socket.getInputStream().read();
            if (read < 0) {
                throw new EOFException();
            }
            return read;
        }

        int echo(int one) throws IOException {
            send(one);
            return read();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
