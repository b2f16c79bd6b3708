package dev.carillon.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.platform.ServiceIT;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceIT
class RoundTripIT {
    private static final String INSERT =
            "insert into round_trip (id, name) select * from unnest(?, ?) on conflict (id) do nothing";
    private static final String FIND =
            "select r.id, r.name from unnest(?) as k(id) join round_trip r on r.id = k.id order by r.id";

    @Autowired JdbcTemplate jdbc;
    @Autowired TransactionTemplate transaction;

    private record Row(long id, String name) {}

    @BeforeEach
    void create() {
        jdbc.execute("create table round_trip (id bigint primary key, name text unique)");
    }

    @AfterEach
    void drop() {
        jdbc.execute("drop table round_trip");
    }

    /// Runs more often than the driver needs before it prepares a statement on the server.
    @Test
    void handsOnWhatEachStatementSaysInOrder() {
        for (int i = 0; i < 12; i++) {
            List<Row> rows = List.of(new Row(2L * i, "a" + i), new Row(2L * i + 1, "b" + i));
            List<Row> before = new ArrayList<>();
            List<Row> after = new ArrayList<>();
            new RoundTrip()
                    .execute("set session enable_seqscan = on")
                    .query(FIND, ids(rows), row -> before.add(row(row)))
                    .update(INSERT, columns(rows))
                    .query(FIND, ids(rows), row -> after.add(row(row)))
                    .update(INSERT, columns(rows))
                    .run(jdbc);

            assertThat(before).isEmpty();
            assertThat(after).isEqualTo(rows);
        }
    }

    @Test
    void changesNothingWhereOneOfThemFails() {
        List<Row> rows = List.of(new Row(1, "a"));

        assertThatThrownBy(() ->
                        new RoundTrip()
                                .update(INSERT, columns(rows))
                                .update(INSERT, columns(List.of(new Row(2, "a"))))
                                .run(jdbc))
                .isInstanceOf(DuplicateKeyException.class);

        assertThat(jdbc.queryForObject("select count(*) from round_trip", Long.class)).isZero();
    }

    @Test
    void saysWhereAStatementIsNotWhatItWasAddedAs() {
        assertThatThrownBy(
                        () -> new RoundTrip().update(FIND, ids(List.of(new Row(1, "a")))).run(jdbc))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("select r.id");
        assertThatThrownBy(() -> new RoundTrip().execute("select from nowhere").run(jdbc))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void endsTheTransactionThatSpringBegan() {
        List<Row> rows = List.of(new Row(1, "a"));

        transaction.executeWithoutResult(status -> {
            new RoundTrip().update(INSERT, columns(rows)).commit().run(jdbc);
            // if the transaction had not ended, this would roll the row back
            status.setRollbackOnly();
        });

        assertThat(jdbc.queryForObject("select count(*) from round_trip", Long.class)).isEqualTo(1);
        transaction.executeWithoutResult(status -> {
            new RoundTrip().update(INSERT, columns(List.of(new Row(2, "b")))).run(jdbc);
            status.setRollbackOnly();
        });
        assertThat(jdbc.queryForObject("select count(*) from round_trip", Long.class)).isEqualTo(1);
    }

    @Test
    void commitsNothingWhereAChangeBeforeItFails() {
        assertThatThrownBy(() ->
                        transaction.executeWithoutResult(status ->
                                new RoundTrip()
                                        .update(INSERT, columns(List.of(new Row(1, "a"))))
                                        .update(INSERT, columns(List.of(new Row(2, "a"))))
                                        .commit()
                                        .run(jdbc)))
                .isInstanceOf(DuplicateKeyException.class);

        assertThat(jdbc.queryForObject("select count(*) from round_trip", Long.class)).isZero();
    }

    @Test
    void takesNothingBehindACommit() {
        RoundTrip over = new RoundTrip().commit();
        assertThatThrownBy(() -> over.execute("select 1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("select 1");
    }

    @Test
    void doesNothingWithoutAStatement() {
        new RoundTrip().run(jdbc);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getLong(1), row.getString(2));
    }

    private static Columns<Row> columns(List<Row> rows) {
        return Columns.of(rows).number(Row::id).text(Row::name);
    }

    private static Columns<Row> ids(List<Row> rows) {
        return Columns.of(rows).number(Row::id);
    }
}
