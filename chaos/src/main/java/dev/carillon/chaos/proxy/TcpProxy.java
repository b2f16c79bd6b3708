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

/// Listens on a port of the loopback and leads every connection to a server there, as long as it is let. Thread-safe.
///
/// What goes wrong is set for the proxy as a whole and lasts until [#heal()]. A connection that lost bytes ends with the healing, as
/// one ends whose peer was gone for good.
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Conversation.Protocol protocol;
    private final Map<Direction, Flow> flows = new EnumMap<>(Direction.class);
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;

    /// Sees each message before it is passed on, on the connection's own thread.
    interface Watcher {
        /// Whether it is passed on.
        ///
        /// @throws IOException to end the connection instead
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
            throw new UncheckedIOException("no port for a proxy", failure);
        }
        Thread.ofVirtual().name("proxy-of-" + serverPort).start(this::accept);
    }

    /// Passes bytes on as they come.
    public static TcpProxy ofBytes(int serverPort) {
        return new TcpProxy(serverPort, port -> Conversation.ofBytes());
    }

    /// Sees requests, answers, and the frames of WebSockets that a server sends.
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

    /// Where clients connect.
    public int port() {
        return listener.getLocalPort();
    }

    /// Resets every connection that there is.
    public void cut() {
        links.forEach(Link::reset);
    }

    /// From now on each message waits, and the next behind it.
    ///
    /// @param latency of each message
    /// @param bytesPerSecond of each connection, beside the latency
    public void slow(Direction direction, Duration latency, int bytesPerSecond) {
        flow(direction).slow(latency, bytesPerSecond);
    }

    /// From now on takes what comes and passes nothing on, on old connections and new ones.
    public void swallow(Direction direction) {
        flow(direction).swallow();
    }

    /// From now on resets each new connection at once.
    public void refuse() {
        refusing = true;
    }

    /// All is well again.
    public void heal() {
        refusing = false;
        flows.values().forEach(Flow::heal);
        links.stream().filter(Link::hasLost).forEach(Link::reset);
    }

    /// Whether a connection that is still there lost bytes.
    boolean hasSwallowed() {
        return links.stream().anyMatch(Link::hasLost);
    }

    /// Lets the next message that holds a text vanish, and nothing else.
    ///
    /// @return whether it has come by
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
            throw new IllegalStateException("no " + direction);
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
                // the loop ends with the listener
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
