package dev.carillon.processor.routing;

import dev.carillon.events.EventJson;
import dev.carillon.events.Identity;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.platform.database.Columns;
import dev.carillon.platform.database.RoundTrip;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The table of decisions. Its primary key is the identity. Retention uses the index `decision_decided_at`.
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

    private final JdbcTemplate jdbc;

    DecisionStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Returns the stored records of decisions that already exist.
    Map<Identity, List<OutgoingRecord>> find(Collection<Identity> identities) {
        RoundTrip alone = new RoundTrip();
        Map<Identity, List<OutgoingRecord>> found = find(identities, alone);
        alone.run(jdbc);
        return found;
    }

    /// Adds the same query to a round trip. The returned map is filled when the round trip runs.
    Map<Identity, List<OutgoingRecord>> find(Collection<Identity> identities, RoundTrip together) {
        Map<Identity, List<OutgoingRecord>> found = new HashMap<>();
        together.query(
                FIND,
                Columns.of(identities).bytes(Identity::bytes),
                row ->
                        found.put(
                                Identity.ofBytes(row.getBytes(1)), Emission.thaw(row.getBytes(2))));
        return found;
    }

    /// Stores decisions whose identity is new. Returns the identities that were stored.
    Set<Identity> insert(Collection<Decision> decisions) {
        // Insert in the order of the identities, so that two writers cannot deadlock.
        List<Decision> sorted =
                decisions.stream()
                        .sorted(Comparator.comparing(decision -> decision.candidate().identity()))
                        .toList();
        Set<Identity> inserted = new HashSet<>();
        jdbc.query(
                INSERT,
                columns(sorted),
                (ResultSet row) -> {
                    inserted.add(Identity.ofBytes(row.getBytes(1)));
                });
        return inserted;
    }

    int forget(Instant decidedBefore, int limit) {
        // The limit is part of the SQL text. As a parameter, Postgres would plan once for an
        // unknown limit and scan the whole table.
        return jdbc.update(
                """
                delete from processor.decision where identity in (
                    select identity from processor.decision where decided_at < ?
                    order by decided_at limit %d for update skip locked)
                """
                        .formatted(limit),
                decidedBefore.atOffset(ZoneOffset.UTC));
    }

    private static Columns<Decision> columns(Collection<Decision> decisions) {
        return Columns.of(decisions)
                .bytes(decision -> decision.candidate().identity().bytes())
                .uuid(Decision::notificationId)
                .text(decision -> decision.candidate().event().tenant())
                .text(decision -> decision.candidate().recipient().recipient())
                .text(decision -> decision.candidate().type().key())
                .number(decision -> decision.candidate().type().type().version())
                .text(decision -> String.valueOf(decision.candidate().event().source()))
                .text(decision -> String.valueOf(decision.candidate().event().id()))
                .text(decision -> EventJson.mapper().writeValueAsString(decision.channels()))
                .instant(Decision::decidedAt)
                .bytes(decision -> Emission.freeze(decision.emission()));
    }
}
