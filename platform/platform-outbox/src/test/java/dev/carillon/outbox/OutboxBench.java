package dev.carillon.outbox;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Topics;
import dev.carillon.test.EmbeddedServers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

/// An outbox in a fresh database, with its topics and relays.
final class OutboxBench implements AutoCloseable {
    static final String SCHEMA = "api";

    private final EmbeddedServers.FreshDatabase database = EmbeddedServers.freshDatabase(SCHEMA);
    private final String prefix = "outbox-" + UUID.randomUUID() + ".";
    private final Outbox outbox = new Outbox(SCHEMA, 1024 * 1024);
    private final List<OutboxRelay> relays = new ArrayList<>();

    OutboxBench() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.url());
        dataSource.setUser(database.username());
        dataSource.setPassword(database.password());
        OutboxSchema.migrate(dataSource, SCHEMA);
        createTopics(
                new NewTopic(topic(Topics.REQUESTS), 3, (short) 1),
                new NewTopic(topic(Topics.RECIPIENTS), 3, (short) 1),
                new NewTopic(topic(Topics.DEAD_LETTERS), 1, (short) 1)
                        .configs(
                                Map.of(
                                        "max.message.bytes",
                                        Integer.toString(Topics.DEAD_LETTER_MAX_BYTES))));
    }

    static void createTopics(NewTopic... topics) {
        try (Admin admin =
                Admin.create(
                        Map.of("bootstrap.servers", EmbeddedServers.kafka().bootstrapServers()))) {
            admin.createTopics(List.of(topics)).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String topic(String base) {
        return prefix + base;
    }

    String prefix() {
        return prefix;
    }

    String slot() {
        return RelaySettings.slotName(database.name(), SCHEMA);
    }

    DatabaseAddress address() {
        return new DatabaseAddress(database.url(), database.username(), database.password());
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.url(), database.username(), database.password());
    }

    OutboxRelay relay() {
        return relay(CurrentReferences.NONE, Clock.systemUTC());
    }

    OutboxRelay relay(CurrentReferences references, Clock clock) {
        OutboxRelay relay =
                relay(
                        address(),
                        settings(slot(), prefix),
                        EmbeddedServers.kafka().bootstrapServers(),
                        references,
                        clock);
        relays.add(relay);
        return relay;
    }

    static OutboxRelay relay(
            DatabaseAddress address,
            RelaySettings settings,
            String bootstrapServers,
            CurrentReferences references,
            Clock clock) {
        return new OutboxRelay(
                settings,
                address,
                Map.of("bootstrap.servers", bootstrapServers),
                references,
                "notification-api",
                clock);
    }

    /// With frequent heartbeats, so that a test need not wait for the mark.
    static RelaySettings settings(String slot, String prefix) {
        RelaySettings defaults = RelaySettings.of(SCHEMA, slot, prefix);
        return new RelaySettings(
                SCHEMA,
                slot,
                prefix,
                defaults.pollInterval(),
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                defaults.keep(),
                defaults.partitionsAhead(),
                defaults.batchSize(),
                defaults.queueBytes());
    }

    OutboxRelay running() {
        OutboxRelay relay = relay();
        relay.start();
        awaitRunning(relay);
        return relay;
    }

    static void awaitRunning(OutboxRelay relay) {
        awaitState(relay, RelayState.RUNNING);
    }

    static void awaitState(OutboxRelay relay, RelayState state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> relay.status().state() == state);
    }

    static OutgoingRecord record(String topic, String key, String value) {
        return new OutgoingRecord(
                topic,
                key,
                Map.of("ce_id", key + value.hashCode(), "ce_type", "test"),
                value.getBytes(StandardCharsets.UTF_8));
    }

    void request(String key, String... values) throws SQLException {
        append(Topics.REQUESTS, key, values);
    }

    void append(String topic, String key, String... values) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            append(connection, topic, key, values);
            connection.commit();
        }
    }

    void append(Connection connection, String topic, String key, String... values)
            throws SQLException {
        outbox.append(
                connection, Stream.of(values).map(value -> record(topic, key, value)).toList());
    }

    void appendWithoutLimit(OutgoingRecord record) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            new Outbox(SCHEMA, Long.MAX_VALUE).append(connection, List.of(record));
            connection.commit();
        }
    }

    String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        relays.forEach(OutboxRelay::close);
        // the server process of a cut connection notices it some time later, and holds the slot
        // until then
        execute(
                "select pg_terminate_backend(active_pid) from pg_replication_slots"
                        + " where database = current_database() and active_pid is not null");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        query(
                                        "select count(*) from pg_replication_slots where database = current_database() and active")
                                .equals("0"));
        execute(
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()");
    }
}
