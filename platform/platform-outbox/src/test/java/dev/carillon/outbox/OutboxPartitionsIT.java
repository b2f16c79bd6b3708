package dev.carillon.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Topics;
import dev.carillon.test.SettableClock;
import dev.carillon.test.TopicProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Partitions are created ahead, and dropped when they are past and completely below the mark.
class OutboxPartitionsIT {
    private static final LocalDate FIRST_KEPT = LocalDate.of(2020, 1, 2);

    private final Partitions partitions = new Partitions("api", 7, Clock.systemUTC());
    private OutboxBench bench;

    @BeforeEach
    void open() throws SQLException {
        bench = new OutboxBench();
        bench.execute(
                "create table api.outbox_20200101 partition of api.outbox for values from ('2020-01-01Z') to ('2020-01-02Z')");
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    @Test
    void keepsWhatIsNotWhollyBelowTheMarkEvenWhereARowCannotBeSeenYet() throws SQLException {
        try (Connection upkeep = bench.connect();
                Connection open = bench.connect()) {
            open.setAutoCommit(false);
            insertOld(open);
            assertThat(partitions.dropBelow(upkeep, "1000000", FIRST_KEPT)).isEmpty();
            open.commit();
            String transaction =
                    bench.query("select transaction_id::text from api.outbox_20200101");
            assertThat(partitions.dropBelow(upkeep, transaction, FIRST_KEPT)).isEmpty();
            assertThat(attached()).isEqualTo("10");
            assertThat(partitions.dropBelow(upkeep, next(transaction), FIRST_KEPT))
                    .containsExactly("outbox_20200101");
            assertThat(attached()).isEqualTo("9");
        }
    }

    @Test
    void finishesADetachmentThatWasBrokenOff() throws SQLException {
        try (Connection upkeep = bench.connect();
                Connection open = bench.connect()) {
            open.setAutoCommit(false);
            bench.append(open, Topics.REQUESTS, "k", "holds the table");
            try (Statement statement = upkeep.createStatement()) {
                statement.execute("set statement_timeout = '300ms'");
                org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> partitions.dropBelow(upkeep, "1000000", FIRST_KEPT))
                        .isInstanceOf(SQLException.class);
                statement.execute("set statement_timeout = 0");
            }
            open.rollback();
            assertThat(partitions.dropBelow(upkeep, "1000000", FIRST_KEPT))
                    .containsExactly("outbox_20200101");
        }
    }

    @Test
    void keepsADaysPartitionsAheadWhoeverElseDoesTheSame() throws SQLException {
        SettableClock clock = SettableClock.at(Instant.now().plus(5, ChronoUnit.DAYS));
        Partitions later = new Partitions("api", 7, clock);
        try (Connection connection = bench.connect()) {
            assertThat(partitions.daysReady(connection)).isEqualTo(7);
            assertThat(later.daysReady(connection)).isEqualTo(2);
            later.createAhead(connection);
            later.createAhead(connection);
            assertThat(later.daysReady(connection)).isEqualTo(7);
            clock.advance(Duration.ofDays(9));
            assertThat(later.daysReady(connection)).isEqualTo(-1);
        }
    }

    @Test
    void theRelayDropsWhatIsOverAndPublished() throws SQLException {
        try (Connection connection = bench.connect()) {
            insertOld(connection);
        }
        bench.running();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        bench.query("select to_regclass('api.outbox_20200101') is null")
                                .equals("t"));
        try (TopicProbe probe = TopicProbe.of(bench.topic(Topics.REQUESTS))) {
            assertThat(probe.await(1)).hasSize(1);
        }
    }

    private String attached() throws SQLException {
        return bench.query(
                "select count(*) from pg_inherits where inhparent = 'api.outbox'::regclass");
    }

    private static String next(String transaction) {
        return Long.toString(Long.parseLong(transaction) + 1);
    }

    private static void insertOld(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into api.outbox (created_at, topic, key, headers, value) values ('2020-01-01 12:00Z', 'requests', 'k', '{}', 'old')");
        }
    }
}
