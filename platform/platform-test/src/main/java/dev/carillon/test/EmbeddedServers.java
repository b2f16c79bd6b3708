package dev.carillon.test;

import dev.carillon.embedded.CarillonDatabase;
import dev.carillon.embedded.Directories;
import dev.carillon.embedded.EmbeddedKafka;
import dev.carillon.embedded.EmbeddedPostgres;
import dev.carillon.embedded.EmbeddedRedis;
import dev.carillon.embedded.FreePort;
import dev.carillon.embedded.ProcessGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// One Kafka, one Postgres and one Redis for all tests of a JVM, each started at its first use.
public final class EmbeddedServers {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private EmbeddedServers() {}

    /// The Kafka of this JVM.
    public static EmbeddedKafka kafka() {
        return KafkaHolder.KAFKA;
    }

    /// The Postgres of this JVM.
    public static EmbeddedPostgres postgres() {
        return PostgresHolder.POSTGRES;
    }

    /// The Redis of this JVM.
    public static EmbeddedRedis redis() {
        return RedisHolder.REDIS;
    }

    /// A new database with every service's role and schema, to be used with the role of `schema`.
    public static FreshDatabase freshDatabase(String schema) {
        String name = "carillon_test_" + DATABASES.incrementAndGet();
        try {
            CarillonDatabase.create(postgres(), name);
        } catch (SQLException failure) {
            throw new IllegalStateException("the test's database cannot be created", failure);
        }
        return new FreshDatabase(name, schema);
    }

    /// A database for one test or one Spring context.
    ///
    /// @param name of the database
    /// @param schema whose role the URL is for
    public record FreshDatabase(String name, String schema) {
        /// The JDBC URL, with the schema as the current one.
        public String url() {
            return postgres().jdbcUrl(name) + "?currentSchema=" + schema;
        }

        /// The schema's role.
        public String username() {
            return CarillonDatabase.role(schema);
        }

        /// The role's password.
        public String password() {
            return CarillonDatabase.PASSWORD;
        }
    }

    private static Path directory(String name) {
        return ServersDirectory.ROOT.resolve(name);
    }

    private static final class KafkaHolder {
        static final EmbeddedKafka KAFKA =
                EmbeddedKafka.start(
                        new EmbeddedKafka.Settings(
                                FreePort.find(), FreePort.find(), directory("kafka")));

        static {
            atExit(KAFKA);
        }
    }

    private static final class PostgresHolder {
        static final EmbeddedPostgres POSTGRES =
                EmbeddedPostgres.start(
                        new EmbeddedPostgres.Settings(
                                FreePort.find(),
                                directory("postgres"),
                                Directories.sharedBinaries()),
                        Guard.GUARD);
    }

    private static final class RedisHolder {
        static final EmbeddedRedis REDIS =
                EmbeddedRedis.start(
                        new EmbeddedRedis.Settings(
                                FreePort.find(),
                                directory("redis"),
                                false,
                                Directories.sharedBinaries()),
                        Guard.GUARD);
    }

    private static final class Guard {
        static final ProcessGuard GUARD = ProcessGuard.start();
    }

    private static final class ServersDirectory {
        static final Path ROOT = make();

        private static Path make() {
            try {
                Path root = Files.createTempDirectory("carillon-test");
                // If this process is root, Postgres runs as another user, but root owns the
                // directories above its data.
                Files.setPosixFilePermissions(
                        root, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
                atExit(ServersDirectory::clear);
                return root;
            } catch (IOException failure) {
                throw new UncheckedIOException("no directory for the test's servers", failure);
            }
        }

        /// Ends Postgres and Redis first: their guard would end them only after this JVM is gone.
        private static void clear() throws IOException {
            Guard.GUARD.close();
            Directories.delete(ROOT);
        }
    }

    private static void atExit(AutoCloseable action) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        action.close();
                                    } catch (Exception leftBehind) {
                                        System.err.println("test servers: " + leftBehind);
                                    }
                                },
                                "test-servers-exit"));
    }
}
