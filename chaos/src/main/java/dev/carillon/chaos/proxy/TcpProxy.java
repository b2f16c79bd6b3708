package dev.carillon.chaos.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Listens on a local port and forwards every connection to a local server. Thread-safe.
///
/// Disturbances apply to the whole proxy and last until [#heal()]. A connection that lost bytes is closed when the
/// proxy is healed, like a connection whose peer disappeared.
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Conversation.Protocol protocol;
    private final Map<Direction, Flow> flows = new EnumMap<>(Direction.class);
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;

    /// Sees each message before it is passed on. Called in the connection's thread.
    interface Watcher {
        /// Whether the message is passed on.
        ///
        /// @throws IOException to close the connection instead
        boolean passes(Direction direction, Message message) throws IOException;
    }

    TcpProxy(int serverPort, Conversation.Protocol protocol) {
        this.protocol = protocol;
        for (Direction direction : Direction.values()) {
            flows.put(direction, new Flow());
        }
        try {
            server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot open a port for a proxy", failure);
        }
        Thread.ofVirtual().name("proxy-of-" + serverPort).start(this::accept);
    }

    /// A proxy that passes bytes on as they arrive.
    public static TcpProxy ofBytes(int serverPort) {
        return new TcpProxy(serverPort, port -> Conversation.ofBytes());
    }

    /// A proxy that sees requests, responses, and the WebSocket frames of the server.
    public static TcpProxy ofHttp(int serverPort) {
        return new TcpProxy(serverPort, port -> new HttpConversation());
    }

    static TcpProxy ofKafka(int serverPort) {
        return new TcpProxy(serverPort, new KafkaProtocol(serverPort));
    }

    static TcpProxy ofPostgres(int serverPort) {
        return new TcpProxy(serverPort, port -> new PostgresConversation());
    }

    static TcpProxy ofRedis(int serverPort) {
        return new TcpProxy(serverPort, port -> new RedisConversation());
    }

    /// The port for clients.
    public int port() {
        return listener.getLocalPort();
    }

    /// Resets all current connections.
    public void cut() {
        links.forEach(Link::reset);
    }

    /// Delays each message from now on, and with it the messages behind it.
    ///
    /// @param latency delay of each message
    /// @param bytesPerSecond throughput of each connection, in addition to the latency
    public void slow(Direction direction, Duration latency, int bytesPerSecond) {
        flow(direction).slow(latency, bytesPerSecond);
    }

    /// From now on accepts bytes and passes nothing on, on old and new connections.
    public void swallow(Direction direction) {
        flow(direction).swallow();
    }

    /// From now on resets each new connection at once.
    public void refuse() {
        refusing = true;
    }

    /// Ends all disturbances.
    public void heal() {
        refusing = false;
        flows.values().forEach(Flow::heal);
        links.stream().filter(Link::hasLost).forEach(Link::reset);
    }

    /// Whether an open connection has lost bytes.
    boolean hasSwallowed() {
        return links.stream().anyMatch(Link::hasLost);
    }

    /// Drops the next message that contains the text, and no other.
    ///
    /// @return whether that message has arrived
    public Hit swallowNext(Direction direction, String text) {
        Hit hit = new Hit();
        watch((seen, message) -> seen != direction || !message.mentions(text) || !hit.happensNow());
        return hit;
    }

    void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    Flow flow(Direction direction) {
        Flow flow = flows.get(direction);
        if (flow == null) {
            throw new IllegalStateException("the proxy has no flow " + direction);
        }
        return flow;
    }

    boolean passes(Direction direction, Message message) throws IOException {
        boolean passes = true;
        for (Watcher watcher : watchers) {
            passes &= watcher.passes(direction, message);
        }
        return passes;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException closed) {
                // The loop ends when the listener is closed.
            }
        }
    }

    private void connect(Socket client) {
        Link link = new Link(this, client);
        links.add(link);
        if (refusing) {
            link.reset();
        } else {
            link.run(server, protocol.begin(port()));
        }
        links.remove(link);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            cut();
        }
    }
}
