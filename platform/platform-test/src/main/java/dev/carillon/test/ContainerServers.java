package dev.carillon.test;

import dev.carillon.embedded.EmbeddedPostgres;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// Kafka, Postgres and Redis in containers of Testcontainers, from the images of docker-compose.yml. Needs a Docker
/// engine on this machine and Maven's profile `testcontainers`, which brings the library.
final class ContainerServers implements TestServers {
    private static final int POSTGRES_PORT = 5432;
    private static final int REDIS_PORT = 6379;

    @Override
    public Kafka kafka() {
        return new Kafka(KafkaHolder.KAFKA.getBootstrapServers());
    }

    @Override
    public EmbeddedPostgres.Address postgres() {
        return new EmbeddedPostgres.Address(PostgresHolder.POSTGRES.getMappedPort(POSTGRES_PORT));
    }

    @Override
    public Redis redis() {
        return new RedisContainer(RedisHolder.REDIS);
    }

    private record RedisContainer(GenericContainer<?> container) implements Redis {
        @Override
        public String url() {
            return "redis://%s:%d"
                    .formatted(container.getHost(), container.getMappedPort(REDIS_PORT));
        }

        @Override
        public void freeze() {
            container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
        }

        @Override
        public void resume() {
            container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
        }
    }

    private static final class KafkaHolder {
        /// As [dev.carillon.embedded.EmbeddedKafka]: no topic is made by accident, and a dead consumer leaves its group
        /// after 6 s.
        static final KafkaContainer KAFKA =
                started(
                        new KafkaContainer(DockerImageName.parse("apache/kafka:4.2.1"))
                                .withEnv(
                                        Map.of(
                                                "KAFKA_AUTO_CREATE_TOPICS_ENABLE",
                                                "false",
                                                "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS",
                                                "3",
                                                "KAFKA_GROUP_CONSUMER_SESSION_TIMEOUT_MS",
                                                "6000",
                                                "KAFKA_GROUP_CONSUMER_MIN_SESSION_TIMEOUT_MS",
                                                "6000",
                                                "KAFKA_GROUP_CONSUMER_HEARTBEAT_INTERVAL_MS",
                                                "2000",
                                                "KAFKA_GROUP_CONSUMER_MIN_HEARTBEAT_INTERVAL_MS",
                                                "2000",
                                                "KAFKA_REPLICA_FETCH_MAX_BYTES",
                                                "4194304")));
    }

    private static final class PostgresHolder {
        static final PostgreSQLContainer POSTGRES =
                started(
                        new PostgreSQLContainer(DockerImageName.parse("postgres:18"))
                                .withUsername(EmbeddedPostgres.SUPERUSER)
                                .withDatabaseName(EmbeddedPostgres.SUPERUSER)
                                .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                                .withEnv(
                                        "POSTGRES_INITDB_ARGS",
                                        "--encoding=UTF8 --locale=C --locale-provider=builtin"
                                                + " --builtin-locale=C.UTF-8")
                                .withCommand(
                                        "postgres",
                                        "-c",
                                        "wal_level=logical",
                                        "-c",
                                        "max_wal_senders=60",
                                        "-c",
                                        "max_replication_slots=60",
                                        "-c",
                                        "max_connections=300",
                                        "-c",
                                        "timezone=UTC",
                                        "-c",
                                        "jit=off"));
    }

    private static final class RedisHolder {
        static final GenericContainer<?> REDIS =
                started(
                        new GenericContainer<>(DockerImageName.parse("redis:7"))
                                .withExposedPorts(REDIS_PORT)
                                .withCommand(
                                        "redis-server",
                                        "--bind",
                                        "0.0.0.0",
                                        "--protected-mode",
                                        "no",
                                        "--save",
                                        "",
                                        "--maxmemory-policy",
                                        "noeviction"));
    }

    private static <T extends GenericContainer<?>> T started(T container) {
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "test-containers-exit"));
        return container;
    }
}
