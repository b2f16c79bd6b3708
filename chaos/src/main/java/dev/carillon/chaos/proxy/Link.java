package dev.carillon.chaos.proxy;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/// One client's connection through a proxy. When one side closes, the other is closed too.
final class Link {
    private final TcpProxy proxy;
    private final Socket client;
    private final Socket upstream = new Socket();
    private volatile boolean lossy;

    Link(TcpProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    private interface Reader {
        Message next(DataInputStream in) throws IOException;
    }

    /// Passes messages on until one side closes or the connection is reset.
    void run(InetSocketAddress server, Conversation conversation) {
        try {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            upstream.connect(server);
            Thread back =
                    Thread.startVirtualThread(() ->
                            pump(upstream, client, Direction.TO_CLIENT, conversation::fromServer));
            pump(client, upstream, Direction.TO_SERVER, conversation::fromClient);
            back.join();
        } catch (IOException unreachable) {
            reset();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    private void pump(Socket from, Socket to, Direction direction, Reader reader) {
        try {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(from.getInputStream()));
            OutputStream out = to.getOutputStream();
            Flow flow = proxy.flow(direction);
            while (true) {
                Message message = reader.next(in);
                flow.await(message.bytes().length);
                if (flow.swallows()) {
                    lossy = true;
                } else if (proxy.passes(direction, message)) {
                    out.write(message.bytes());
                }
            }
        } catch (IOException end) {
            // One side closed; the other is closed below.
        } finally {
            reset();
        }
    }

    /// Whether it swallowed bytes that one side has sent.
    boolean hasLost() {
        return lossy;
    }

    void reset() {
        reset(client);
        reset(upstream);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // A closed socket needs no reset.
        }
    }
}
