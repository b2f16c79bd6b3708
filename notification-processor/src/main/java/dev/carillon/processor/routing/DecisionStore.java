package dev.carillon.processor.routing;

import dev.carillon.events.EventJson;
import dev.carillon.events.Identity;
import dev.carillon.events.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The table of decisions, by identity, its primary key. Retention goes by `decision_decided_at`.
@Component
class DecisionStore {
    private static final String FIND =
            "select identity, emission from processor.decision where identity = any (?::bytea[])";
    private static final String INSERT =
            """
            insert into processor.decision (identity, notification_id, tenant, recipient, type, type_version,
                event_source, event_id, channels, decided_at, emission)
            select * from unnest(?::bytea[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[])
            on conflict (identity) do nothing
            returning identity
            """;
    private static final String FORGET =
            """
            delete from processor.decision where identity in (
                select identity from processor.decision where decided_at < ?
                order by decided_at limit ? for update skip locked)
            """;

    private final JdbcTemplate jdbc;

    DecisionStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// What was decided before, as it was emitted.
    Map<Identity, List<OutgoingRecord>> find(Collection<Identity> identities) {
        Map<Identity, List<OutgoingRecord>> found = new HashMap<>();
        jdbc.query(
                FIND,
                statement ->
                        statement.setArray(
                                1,
                                statement
                                        .getConnection()
                                        .createArrayOf(
                                                "bytea",
                                                identities.stream()
                                                        .map(Identity::bytes)
                                                        .toArray(byte[][]::new))),
                (ResultSet row) -> {
                    found.put(Identity.ofBytes(row.getBytes(1)), Emission.thaw(row.getBytes(2)));
                });
        return found;
    }

    /// Stores what nobody stored before; returns the identities that were.
    Set<Identity> insert(Collection<Decision> decisions) {
        // in one order, so that two writers of the same identities cannot deadlock
        List<Decision> sorted =
                decisions.stream()
                        .sorted(Comparator.comparing(decision -> decision.candidate().identity()))
                        .toList();
        Set<Identity> inserted = new HashSet<>();
        jdbc.query(
                INSERT,
                statement -> bind(statement, sorted),
                (ResultSet row) -> {
                    inserted.add(Identity.ofBytes(row.getBytes(1)));
                });
        return inserted;
    }

    int forget(Instant decidedBefore, int limit) {
        return jdbc.update(FORGET, decidedBefore.atOffset(ZoneOffset.UTC), limit);
    }

    private static void bind(PreparedStatement statement, List<Decision> decisions)
            throws SQLException {
        Connection connection = statement.getConnection();
        Columns columns = new Columns(statement, connection, decisions);
        columns.set(1, "bytea", decision -> decision.candidate().identity().bytes());
        columns.set(2, "uuid", Decision::notificationId);
        columns.set(3, "text", decision -> decision.candidate().event().tenant());
        columns.set(4, "text", decision -> decision.candidate().recipient().recipient());
        columns.set(5, "text", decision -> decision.candidate().type().key());
        columns.set(6, "bigint", decision -> decision.candidate().type().type().version());
        columns.set(7, "text", decision -> String.valueOf(decision.candidate().event().source()));
        columns.set(8, "text", decision -> String.valueOf(decision.candidate().event().id()));
        columns.set(9, "text", decision -> json(decision.channels()));
        columns.set(10, "timestamptz", decision -> utc(decision.decidedAt()));
        columns.set(11, "bytea", decision -> Emission.freeze(decision.emission()));
    }

    private static String json(Object value) {
        return new String(EventJson.write(value), StandardCharsets.UTF_8);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private record Columns(
            PreparedStatement statement, Connection connection, List<Decision> decisions) {
        void set(int at, String type, Function<Decision, Object> column) throws SQLException {
            Object[] values =
                    type.equals("bytea")
                            ? decisions.stream().map(column).toArray(byte[][]::new)
                            : decisions.stream().map(column).toArray();
            statement.setArray(at, connection.createArrayOf(type, values));
        }
    }
}
