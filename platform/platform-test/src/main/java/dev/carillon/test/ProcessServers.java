package dev.carillon.test;

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
import java.nio.file.attribute.PosixFilePermissions;

/// Kafka inside this JVM; Postgres and Redis as processes of this machine.
final class ProcessServers implements TestServers {
    @Override
    public Kafka kafka() {
        return new Kafka(KafkaHolder.KAFKA.bootstrapServers());
    }

    @Override
    public EmbeddedPostgres.Address postgres() {
        return PostgresHolder.POSTGRES.address();
    }

    @Override
    public Redis redis() {
        return new RedisProcess(RedisHolder.REDIS);
    }

    private record RedisProcess(EmbeddedRedis server) implements Redis {
        @Override
        public String url() {
            return server.url();
        }

        @Override
        public void freeze() {
            signal("STOP");
        }

        @Override
        public void resume() {
            signal("CONT");
        }

        private void signal(String name) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(server.process().pid()))
                        .start()
                        .waitFor();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(
                        "interrupted while Redis got a signal", interrupted);
            }
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
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
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
