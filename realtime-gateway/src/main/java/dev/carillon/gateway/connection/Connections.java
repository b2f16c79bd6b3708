package dev.carillon.gateway.connection;

import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.action.ClientActions;
import dev.carillon.gateway.delivered.FirstDeliveries;
import dev.carillon.gateway.fanout.Batch;
import dev.carillon.gateway.fanout.Receivers;
import dev.carillon.gateway.protocol.CloseCode;
import dev.carillon.gateway.replay.RecentWindow;
import dev.carillon.gateway.settings.GatewaySettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All connections of this replica. Thread-safe; work on a connection is done on its own event loop.
public final class Connections implements Receivers {
    private final GatewaySettings settings;
    private final ConnectionContext context;
    private final ConcurrentHashMap<RecipientKey, List<Connection>> byRecipient =
            new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final List<Consumer<RecipientKey>> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<EventLoop, LoopConnections> loops = Map.of();

    public Connections(
            GatewaySettings settings,
            RecentWindow window,
            ClientActions actions,
            FirstDeliveries firstDeliveries,
            MeterRegistry meterRegistry,
            MonotonicTime time,
            Clock clock,
            RandomGenerator random) {
        this.settings = settings;
        this.context =
                new ConnectionContext(
                        settings,
                        window,
                        actions,
                        firstDeliveries,
                        new Metrics(meterRegistry),
                        time,
                        clock,
                        random);
        Gauge.builder("carillon.gateway.connections", count, AtomicInteger::get)
                .description("Open connections")
                .register(meterRegistry);
        Gauge.builder("carillon.gateway.users", byRecipient, Map::size)
                .description("Recipients with a connection")
                .register(meterRegistry);
    }

    /// Starts to serve on these event loops.
    public void start(Iterable<EventLoop> eventLoops) {
        Map<EventLoop, LoopConnections> made = new HashMap<>();
        for (EventLoop loop : eventLoops) {
            made.put(loop, new LoopConnections(loop, this, context));
        }
        loops = Collections.unmodifiableMap(made);
        made.values().forEach(LoopConnections::start);
    }

    /// Registers a listener for recipients whose number of connections changed. It is called on an event loop, so it
    /// must not block.
    public void onChange(Consumer<RecipientKey> listener) {
        listeners.add(listener);
    }

    /// Registers an admitted client, then lets it resume. Must run on the channel's event loop, after the upgrade's
    /// answer was written.
    ///
    /// @return the handler for the client's frames, to be added to the pipeline; null when the limit of connections is
    ///     reached, which can happen when several clients were admitted at the same time
    public @Nullable ChannelHandler open(Channel channel, Admission admission) {
        LoopConnections loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("the channel's event loop is not one of the server's");
        }
        int max = settings.connections().max();
        if (count.getAndUpdate(now -> Math.min(now + 1, max)) >= max) {
            return null;
        }
        Connection connection = new Connection(channel, admission, loop, context);
        loop.add(connection);
        open.incrementAndGet();
        Connection evicted = register(connection);
        if (evicted != null) {
            evicted.executor()
                    .execute(() -> evicted.close(CloseCode.EVICTED, CloseCode.EVICTED.reason()));
        }
        changed(connection.recipient());
        return new ConnectionHandler(
                connection, (int) settings.connections().maxFrame().toBytes(), admission.cursor());
    }

    private @Nullable Connection register(Connection connection) {
        var evicted = new Connection[1];
        byRecipient.compute(
                connection.recipient(),
                (key, present) -> {
                    List<Connection> now =
                            present == null ? new ArrayList<>(1) : new ArrayList<>(present);
                    if (now.size() >= settings.connections().perRecipient()) {
                        evicted[0] = now.removeFirst();
                    }
                    now.add(connection);
                    return List.copyOf(now);
                });
        return evicted[0];
    }

    void remove(Connection connection) {
        count.decrementAndGet();
        byRecipient.computeIfPresent(
                connection.recipient(),
                (key, present) -> {
                    List<Connection> now = new ArrayList<>(present);
                    now.remove(connection);
                    return now.isEmpty() ? null : List.copyOf(now);
                });
        changed(connection.recipient());
    }

    /// Called when the connection's channel is closed.
    void gone() {
        open.decrementAndGet();
    }

    /// The number of open sockets, including those that were told to close and have not closed yet.
    public int open() {
        return open.get();
    }

    private void changed(RecipientKey recipient) {
        listeners.forEach(listener -> listener.accept(recipient));
    }

    /// Whether the limit of connections is reached.
    public boolean full() {
        return count.get() >= settings.connections().max();
    }

    /// The number of open connections.
    public int count() {
        return count.get();
    }

    /// The number of one recipient's connections.
    public int countOf(RecipientKey recipient) {
        List<Connection> present = byRecipient.get(recipient);
        return present == null ? 0 : present.size();
    }

    /// The recipients that currently have a connection.
    public List<RecipientKey> recipients() {
        return List.copyOf(byRecipient.keySet());
    }

    /// The number of recipients with a connection.
    public int users() {
        return byRecipient.size();
    }

    /// Closes every connection of a recipient.
    public void revoke(RecipientKey recipient) {
        List<Connection> present = byRecipient.get(recipient);
        if (present != null) {
            for (Connection connection : present) {
                connection
                        .executor()
                        .execute(() ->
                                connection.close(CloseCode.REVOKED, CloseCode.REVOKED.reason()));
            }
        }
    }

    /// The open connections in random order, each with a way to disconnect it once.
    public List<SendAway> departures() {
        List<Connection> connections = new ArrayList<>();
        byRecipient.values().forEach(connections::addAll);
        Collections.shuffle(connections, java.util.Random.from(context.random()));
        List<SendAway> departures = new ArrayList<>(connections.size());
        for (Connection connection : connections) {
            departures.add(delayMillis ->
                    connection
                            .executor()
                            .execute(() ->
                                    connection.close(
                                            CloseCode.DRAIN,
                                            CloseCode.DRAIN.reason(),
                                            delayMillis)));
        }
        return departures;
    }

    /// Disconnects one client with `bye`.
    @FunctionalInterface
    public interface SendAway {
        /// @param delayMillis how long the client should wait before it reconnects
        void after(long delayMillis);
    }

    @Override
    public boolean isConnected(RecipientKey recipient) {
        return byRecipient.containsKey(recipient);
    }

    @Override
    public int loops() {
        return loops.size();
    }

    @Override
    public void deliver(Batch batch) {
        loops.values().forEach(loop -> loop.loop().execute(() -> loop.deliver(batch)));
    }

    @Override
    public void resyncAll() {
        loops.values().forEach(loop -> loop.loop().execute(loop::resyncAll));
    }
}
