package dev.carillon.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A Redis server in a process of its own, on the loopback interface, from the static binary of
/// `org.signal:embedded-redis`.
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerProcess server;
    private final Settings settings;

    private EmbeddedRedis(ServerProcess server, Settings settings) {
        this.server = server;
        this.settings = settings;
    }

    /// The server's port, directories and durability.
    ///
    /// @param port the port on 127.0.0.1
    /// @param directory its working directory, with its data and `redis.log`; created if missing
    /// @param durable whether keys survive a restart of the server
    /// @param binaries where the binary is unpacked, once
    public record Settings(int port, Path directory, boolean durable, Path binaries) {}

    /// Starts a server and waits until it answers.
    ///
    /// @throws IllegalStateException when it ends or does not answer; the message contains the end of its log
    public static EmbeddedRedis start(Settings settings, ProcessGuard guard) {
        try {
            Files.createDirectories(settings.directory());
            Path log = settings.directory().resolve("redis.log");
            List<String> command =
                    List.of(
                            RedisBinary.unpack(settings.binaries()).toString(),
                            "--port",
                            Integer.toString(settings.port()),
                            "--bind",
                            "127.0.0.1",
                            "--dir",
                            settings.directory().toString(),
                            "--daemonize",
                            "no",
                            "--save",
                            "",
                            "--appendonly",
                            settings.durable() ? "yes" : "no",
                            "--appendfsync",
                            "everysec",
                            "--maxmemory-policy",
                            "noeviction");
            ServerProcess server = ServerProcess.start("Redis", command, log, "TERM", guard);
            server.await(PATIENCE, () -> answers(settings.port()));
            return new EmbeddedRedis(server, settings);
        } catch (IOException failure) {
            throw new UncheckedIOException("Redis did not start", failure);
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    /// The port on 127.0.0.1.
    public int port() {
        return settings.port();
    }

    /// `redis://localhost:<port>`.
    public String url() {
        return "redis://localhost:" + settings.port();
    }

    /// The server's process.
    public Process process() {
        return server.process();
    }

    /// Stops the server; a durable one saves its data.
    @Override
    public void close() {
        server.stop(Duration.ofSeconds(10));
    }

    /// Kills the server, like `kill -9`.
    public void kill() {
        server.kill();
    }
}
