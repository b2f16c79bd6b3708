package dev.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersIT {
    @TempDir Path directory;

    @Test
    void postgresKeepsACommitThroughAKillAndServesEachServiceItsOwnSchema() throws Exception {
        EmbeddedPostgres.Settings settings =
                new EmbeddedPostgres.Settings(
                        FreePort.find(),
                        directory.resolve("postgres"),
                        Directories.sharedBinaries());
        try (ProcessGuard guard = ProcessGuard.start()) {
            EmbeddedPostgres killed = EmbeddedPostgres.start(settings, guard);
            CarillonDatabase.create(killed, "carillon");
            CarillonDatabase.create(killed, "carillon");
            try (Connection connection = connect(killed, "api")) {
                assertThat(setting(connection, "fsync")).isEqualTo("on");
                assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
                assertThat(setting(connection, "wal_level")).isEqualTo("logical");
                try (Statement statement = connection.createStatement()) {
                    statement.execute("create table kept (id int)");
                    statement.execute("insert into kept values (7)");
                    statement.execute("create publication p for table kept");
                    statement.execute("select pg_create_logical_replication_slot('s', 'pgoutput')");
                }
            }
            killed.kill();
            try (EmbeddedPostgres again = EmbeddedPostgres.start(settings, guard);
                    Connection connection = connect(again, "api");
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select id from api.kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(7);
            }
        }
    }

    /// One child process is paused, so that it cannot notice that its parent is gone.
    @Test
    void postgresWaitsForTheProcessesOfTheOneThatWasKilled() throws Exception {
        EmbeddedPostgres.Settings settings =
                new EmbeddedPostgres.Settings(
                        FreePort.find(),
                        directory.resolve("postgres"),
                        Directories.sharedBinaries());
        Path log = settings.directory().resolve("postgres.log");
        try (ProcessGuard guard = ProcessGuard.start()) {
            EmbeddedPostgres killed = EmbeddedPostgres.start(settings, guard);
            Connection connection = killed.connectAsSuperuser(EmbeddedPostgres.SUPERUSER);
            String process = only(connection, "select pg_backend_pid()");
            signal("STOP", process);
            killed.kill();
            CompletableFuture<EmbeddedPostgres> starting =
                    CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(settings, guard));
            try {
                Awaitility.await()
                        .until(() -> Files.readString(log).contains(EmbeddedPostgres.PREDECESSOR));
                assertThat(starting).isNotDone();
            } finally {
                signal("CONT", process);
            }
            try (EmbeddedPostgres again = starting.get(60, TimeUnit.SECONDS)) {
                assertThat(again.process().isAlive()).isTrue();
            }
        }
    }

    private static void signal(String name, String process) throws Exception {
        assertThat(new ProcessBuilder("/bin/kill", "-s", name, process).start().waitFor()).isZero();
    }

    @Test
    void kafkaGoesOnWhereItStopped() throws Exception {
        EmbeddedKafka.Settings settings =
                new EmbeddedKafka.Settings(
                        FreePort.find(), FreePort.find(), directory.resolve("kafka"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(settings);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                                new StringSerializer(),
                                new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("bells", 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>("bells", "a", "ding")).get(30, TimeUnit.SECONDS);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(settings);
                KafkaConsumer<String, String> consumer =
                        new KafkaConsumer<>(
                                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                                new StringDeserializer(),
                                new StringDeserializer())) {
            TopicPartition bells = new TopicPartition("bells", 0);
            consumer.assign(List.of(bells));
            consumer.seekToBeginning(List.of(bells));
            assertThat(consumer.poll(Duration.ofSeconds(30)).records(bells))
                    .extracting(record -> record.value())
                    .containsExactly("ding");
        }
    }

    @Test
    void redisEndsWhenTheJvmThatStartedItIsKilled() throws Exception {
        int port = FreePort.find();
        Process owner =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                RedisOwner.class.getName(),
                                Integer.toString(port),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(owner.getInputStream(), UTF_8))) {
            ProcessHandle redis = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(redis.isAlive()).isTrue();
            owner.destroyForcibly();
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> !redis.isAlive());
        }
    }

    /// The program that the test kills.
    static final class RedisOwner {
        static void main(String[] arguments) throws Exception {
            EmbeddedRedis redis =
                    EmbeddedRedis.start(
                            new EmbeddedRedis.Settings(
                                    Integer.parseInt(arguments[0]),
                                    Path.of(arguments[1]),
                                    true,
                                    Directories.sharedBinaries()),
                            ProcessGuard.start());
            System.out.println(redis.process().pid());
            redis.process().waitFor();
        }
    }

    private static Connection connect(EmbeddedPostgres postgres, String schema) throws Exception {
        return DriverManager.getConnection(
                postgres.jdbcUrl("carillon"),
                CarillonDatabase.role(schema),
                CarillonDatabase.PASSWORD);
    }

    private static String setting(Connection connection, String name) throws Exception {
        return only(connection, "show " + name);
    }

    private static String only(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
