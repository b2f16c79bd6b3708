package dev.carillon.gateway.connection;

import dev.carillon.events.Announcement;
import dev.carillon.events.EventJson;
import dev.carillon.events.InboxChange;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.RecipientKey;
import dev.carillon.gateway.SampleChanges;
import dev.carillon.gateway.action.ClientActions;
import dev.carillon.gateway.delivered.FirstDeliveries;
import dev.carillon.gateway.fanout.Fanout;
import dev.carillon.gateway.publish.Lane;
import dev.carillon.gateway.replay.RecentChange;
import dev.carillon.gateway.replay.RecentWindow;
import dev.carillon.gateway.settings.GatewaySettings;
import dev.carillon.test.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// A gateway's connections without sockets and servers, with the default settings, on a clock that the test moves.
final class GatewayWithoutSockets implements AutoCloseable {
    private static final int PARTITIONS = 3;
    private static final long TICK = 50;

    final SettableClock clock = SettableClock.at("2026-11-21T10:00:00Z");
    final RecentWindow window = new RecentWindow(1_000_000, 600_000);
    final Connections connections;

    /// The actions that were published.
    final List<OutgoingRecord> actions = new ArrayList<>();

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final Queue<EmbeddedChannel> channels = new ArrayDeque<>();
    private final List<Client> clients = new ArrayList<>();
    private final Fanout fanout;
    private final long[] positions = new long[PARTITIONS];

    GatewayWithoutSockets(int room) {
        GatewaySettings settings =
                new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("carillon.gateway", Bindable.of(GatewaySettings.class));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Lane toBroker =
                (outgoing, failed) -> {
                    actions.add(outgoing.get());
                    return true;
                };
        Lane nowhere = (outgoing, failed) -> true;
        connections =
                new Connections(
                        settings,
                        window,
                        new ClientActions(toBroker, clock, "carillon:/test"),
                        new FirstDeliveries(nowhere, clock, "carillon:/test"),
                        meters,
                        millis::get,
                        clock,
                        new Random(1));
        fanout = new Fanout(window, connections, clock, meters);
        fanout.partitions(PARTITIONS);
        for (int i = 0; i < room; i++) {
            EmbeddedChannel channel = new EmbeddedChannel();
            channel.freezeTime();
            channels.add(channel);
        }
        connections.start(channels.stream().map(EmbeddedChannel::eventLoop).toList());
        publish(); // so that every event loop knows its position in the log
    }

    /// A client whose token expires in an hour.
    Client connect(RecipientKey recipient) {
        return connect(recipient, clock.instant().plus(Duration.ofHours(1)));
    }

    Client connect(RecipientKey recipient, Instant tokenEnds) {
        EmbeddedChannel channel = channels.remove();
        channel.pipeline()
                .addLast(
                        connections.open(channel, new Admission(recipient, tokenEnds, null, null)));
        Client client = new Client(channel);
        clients.add(client);
        run();
        return client;
    }

    /// Advances the clock; everything that becomes due happens at the end.
    void pass(Duration duration) {
        millis.addAndGet(duration.toMillis());
        clock.advance(duration);
        clients.forEach(client -> {
            client.channel.advanceTimeBy(TICK, TimeUnit.MILLISECONDS);
            client.channel.runScheduledPendingTasks();
        });
        run();
    }

    /// Advances the clock in small steps; every client answers pings.
    void passWithPongs(Duration duration) {
        Duration step = Duration.ofSeconds(5);
        Duration left = duration;
        while (left.isPositive()) {
            Duration now = left.compareTo(step) < 0 ? left : step;
            pass(now);
            clients.stream().filter(Client::isOpen).forEach(Client::answerPings);
            left = left.minus(now);
        }
    }

    void publish(InboxChange... changes) {
        List<RecentChange> read = new ArrayList<>();
        for (InboxChange change : changes) {
            int partition = window.partitionOf(change.recipientKey());
            read.add(SampleChanges.recent(change, partition, positions[partition]++));
        }
        fanout.read(read, List.of(), positions);
        run();
    }

    void announce(Announcement announcement) {
        fanout.read(List.of(), List.of(announcement), positions);
        run();
    }

    /// Runs the tasks of every event loop.
    void run() {
        channels.forEach(EmbeddedChannel::runPendingTasks);
        clients.forEach(client -> client.channel.runPendingTasks());
    }

    @Override
    public void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        clients.forEach(client -> client.channel.finishAndReleaseAll());
    }

    /// The client's side of one connection.
    final class Client {
        private final EmbeddedChannel channel;
        private final List<Map<String, Object>> messages = new ArrayList<>();
        private OptionalInt closed = OptionalInt.empty();
        private int answeredPings;

        private Client(EmbeddedChannel channel) {
            this.channel = channel;
        }

        Client send(String json) {
            channel.writeInbound(new TextWebSocketFrame(json));
            run();
            return this;
        }

        void answerPings() {
            for (; answeredPings < count("ping"); answeredPings++) {
                send("{\"type\":\"pong\"}");
                channel.writeInbound(new PongWebSocketFrame());
            }
        }

        /// Whether the client reads.
        void reads(boolean reading) {
            channel.unsafe().outboundBuffer().setUserDefinedWritability(1, reading);
            run();
        }

        int count(String type) {
            return messages(type).size();
        }

        List<Map<String, Object>> messages(String type) {
            read();
            return messages.stream().filter(each -> type.equals(each.get("type"))).toList();
        }

        /// The `seq` of every change it got, in order.
        List<Long> seqs() {
            return messages("notification").stream()
                    .map(each -> ((Number) each.get("seq")).longValue())
                    .toList();
        }

        boolean isOpen() {
            return closeCode().isEmpty();
        }

        OptionalInt closeCode() {
            read();
            return closed;
        }

        private void read() {
            ByteBuf written = Unpooled.buffer();
            for (ByteBuf next = channel.readOutbound();
                    next != null;
                    next = channel.readOutbound()) {
                written.writeBytes(next);
                next.release();
            }
            while (written.isReadable()) {
                int opcode = written.readByte() & 0xF;
                int length = written.readByte();
                byte[] payload = new byte[length == 126 ? written.readUnsignedShort() : length];
                written.readBytes(payload);
                take(opcode, payload);
            }
        }

        private void take(int opcode, byte[] payload) {
            if (opcode == 8) {
                closed = OptionalInt.of(((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF));
            } else {
                Arrays.stream(new String(payload, StandardCharsets.UTF_8).split("\n", -1))
                        .map(line -> EventJson.readObject(line.getBytes(StandardCharsets.UTF_8)))
                        .forEach(messages::add);
            }
        }
    }
}
