package dev.carillon.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A Postgres server in a process of its own, on the loopback interface, from zonky's binaries.
///
/// `fsync` and `synchronous_commit` are on, so that an acknowledged commit survives `kill -9`. The superuser is
/// `postgres`; connections from this machine need no password.
public final class EmbeddedPostgres implements AutoCloseable {
    /// The superuser.
    public static final String SUPERUSER = "postgres";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    /// The message of a server that finds running processes of the previous server.
    static final String PREDECESSOR = "pre-existing shared memory block";

    private static final Map<String, String> CONFIGURATION =
            Map.ofEntries(
                    Map.entry("fsync", "on"),
                    Map.entry("synchronous_commit", "on"),
                    Map.entry("full_page_writes", "on"),
                    Map.entry("wal_level", "logical"),
                    Map.entry("max_wal_senders", "60"),
                    Map.entry("max_replication_slots", "60"),
                    Map.entry("max_connections", "300"),
                    Map.entry("max_wal_size", "1GB"),
                    Map.entry("shared_buffers", "160MB"),
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("timezone", "UTC"),
                    Map.entry("log_timezone", "UTC"),
                    Map.entry("log_checkpoints", "off"),
                    Map.entry("jit", "off"));

    private final ServerProcess server;
    private final Settings settings;

    private EmbeddedPostgres(ServerProcess server, Settings settings) {
        this.server = server;
        this.settings = settings;
    }

    /// The server's port and directories.
    ///
    /// @param port the port on 127.0.0.1
    /// @param directory holds the cluster (`data/`) and `postgres.log`; created if missing
    /// @param binaries where the executables are unpacked, once
    public record Settings(int port, Path directory, Path binaries) {}

    /// The address of a server on this machine.
    ///
    /// @param port the port on 127.0.0.1
    public record Address(int port) {
        /// The JDBC URL of a database of the server.
        public String jdbcUrl(String database) {
            return "jdbc:postgresql://localhost:" + port + "/" + database;
        }

        /// A connection as superuser; the caller closes it.
        public Connection connectAsSuperuser(String database) throws SQLException {
            return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, "");
        }
    }

    /// Creates the cluster if there is none, starts the server and waits until it accepts connections. After a crash
    /// that includes recovery.
    ///
    /// @throws IllegalStateException when the server ends or does not answer; the message contains the end of its log
    public static EmbeddedPostgres start(Settings settings, ProcessGuard guard) {
        try {
            Files.createDirectories(settings.directory());
            Path log = settings.directory().resolve("postgres.log");
            Path binaries = PostgresBinaries.unpack(settings.binaries());
            PostgresCluster cluster =
                    new PostgresCluster(
                            binaries, settings.directory().resolve("data"), PostgresUser.current());
            cluster.createUnlessPresent(log);
            cluster.dropStaleLock();
            return new EmbeddedPostgres(started(cluster, settings, log, guard), settings);
        } catch (IOException failure) {
            throw new UncheckedIOException("Postgres did not start", failure);
        }
    }

    /// The child processes of a killed server end by themselves. On a busy machine they may outlive the start of the
    /// next server, which then refuses to start. The start is repeated until they have ended.
    private static ServerProcess started(
            PostgresCluster cluster, Settings settings, Path log, ProcessGuard guard)
            throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            ServerProcess server =
                    ServerProcess.start(
                            "Postgres", command(cluster, settings.port()), log, "INT", guard);
            try {
                server.await(PATIENCE, () -> answers(settings.port()));
                return server;
            } catch (IllegalStateException failure) {
                if (!String.valueOf(failure.getMessage()).contains(PREDECESSOR)
                        || System.nanoTime() > deadline) {
                    throw failure;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    private static List<String> command(PostgresCluster cluster, int port) {
        List<String> command = new ArrayList<>(cluster.command("postgres"));
        command.addAll(List.of("-D", cluster.data().toString(), "-p", Integer.toString(port)));
        CONFIGURATION.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return command;
    }

    private static boolean answers(int port) {
        try (Connection connection = new Address(port).connectAsSuperuser(SUPERUSER)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /// The port on 127.0.0.1.
    public int port() {
        return settings.port();
    }

    /// The server's address.
    public Address address() {
        return new Address(settings.port());
    }

    /// The JDBC URL of a database of this server.
    public String jdbcUrl(String database) {
        return address().jdbcUrl(database);
    }

    /// A connection as superuser; the caller closes it.
    public Connection connectAsSuperuser(String database) throws SQLException {
        return address().connectAsSuperuser(database);
    }

    /// The postmaster's process.
    public Process process() {
        return server.process();
    }

    /// Stops the server in fast mode: open transactions are rolled back, everything else is written.
    @Override
    public void close() {
        server.stop(Duration.ofSeconds(20));
    }

    /// Kills the server, like `kill -9`; the next start recovers.
    public void kill() {
        server.kill();
    }
}
