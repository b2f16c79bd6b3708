package dev.carillon.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// A Kafka of one node (broker and KRaft controller) inside this JVM, on the loopback interface.
///
/// Topics are not created automatically, and a dead consumer leaves its group after 6 s. Carillon requires the same of
/// a broker in production.
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final Settings settings;

    private EmbeddedKafka(KafkaRaftServer server, Settings settings) {
        this.server = server;
        this.settings = settings;
    }

    /// The node's ports and directory.
    ///
    /// @param port the clients' port on 127.0.0.1
    /// @param controllerPort the controller's port on 127.0.0.1
    /// @param directory of the log; it is formatted if needed
    public record Settings(int port, int controllerPort, Path directory) {}

    /// Starts the node and returns when it accepts requests.
    public static EmbeddedKafka start(Settings settings) {
        try {
            Files.createDirectories(settings.directory());
            format(settings.directory());
            KafkaRaftServer server =
                    new KafkaRaftServer(
                            new KafkaConfig(configuration(settings), false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, settings);
        } catch (IOException failure) {
            throw new UncheckedIOException("Kafka did not start", failure);
        }
    }

    private static void format(Path directory) throws IOException {
        Formatter formatter =
                new Formatter()
                        .setPrintStream(
                                new PrintStream(
                                        OutputStream.nullOutputStream(),
                                        false,
                                        StandardCharsets.UTF_8))
                        .setNodeId(NODE)
                        .setClusterId(Uuid.randomUuid().toString())
                        .setReleaseVersion(MetadataVersion.latestProduction())
                        .setControllerListenerName("CONTROLLER")
                        .setIgnoreFormatted(true)
                        .addDirectory(directory.toString())
                        .setMetadataLogDirectory(directory.toString());
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            formatter.run();
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException(
                    "Kafka's directory " + directory + " cannot be formatted", failure);
        }
    }

    private static Map<String, String> configuration(Settings settings) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE));
        properties.put(
                "controller.quorum.voters", NODE + "@127.0.0.1:" + settings.controllerPort());
        properties.put(
                "listeners",
                "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(settings.port(), settings.controllerPort()));
        properties.put("advertised.listeners", "CLIENTS://localhost:" + settings.port());
        properties.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "CLIENTS");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("log.dirs", settings.directory().toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "3");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.consumer.session.timeout.ms", "6000");
        properties.put("group.consumer.min.session.timeout.ms", "6000");
        properties.put("group.consumer.heartbeat.interval.ms", "2000");
        properties.put("group.consumer.min.heartbeat.interval.ms", "2000");
        properties.put("group.min.session.timeout.ms", "6000");
        properties.put("replica.fetch.max.bytes", "4194304");
        // One user on one machine: small buffers and few threads are enough.
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("log.cleaner.dedupe.buffer.size", "8388608");
        properties.put("log.index.size.max.bytes", "1048576");
        // After a crash, the controller accepts the node again only when its last session has
        // expired: 9 s by default.
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "500");
        return properties;
    }

    /// The clients' port on 127.0.0.1.
    public int port() {
        return settings.port();
    }

    /// `localhost:<port>`.
    public String bootstrapServers() {
        return "localhost:" + settings.port();
    }

    /// Stops the node. A start with the same settings continues with its data.
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
