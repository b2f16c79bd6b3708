package dev.carillon.processor.deduplication;

import dev.carillon.events.Identity;
import dev.carillon.platform.database.Columns;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The table of claims. Every method runs in the transaction that stores the decisions which the claims belong to.
@Component
public class DedupClaims {
    /// Advisory locks are released when the transaction ends, and work for keys that have no row yet. Every writer
    /// takes them in the same order, so writers cannot deadlock.
    private static final String LOCK =
            """
            select pg_advisory_xact_lock(id) from (select distinct unnest(?::bigint[]) as id order by id) as sorted
            """;

    /// Uses the primary key and the index `dedup_claim_event_time`. A key keeps its claims for weeks, and a window
    /// needs few of them.
    private static final String FIND =
            """
            with asked as (
                select * from unnest(?::bytea[], ?::bytea[], ?::timestamptz[], ?::timestamptz[])
                    as asked (key, owner, earliest, latest))
            select claim.key, claim.owner, notification_id, event_time, kept_until
            from asked join processor.dedup_claim claim on claim.key = asked.key and claim.owner = asked.owner
            union
            select claim.key, claim.owner, notification_id, event_time, kept_until
            from asked join processor.dedup_claim claim
                on claim.key = asked.key and event_time > asked.earliest and event_time < asked.latest
            """;

    private static final String INSERT =
            """
            insert into processor.dedup_claim (key, owner, notification_id, event_time, kept_until)
            select * from unnest(?::bytea[], ?::bytea[], ?::uuid[], ?::timestamptz[], ?::timestamptz[])
            on conflict (key, owner) do nothing
            """;

    private final JdbcTemplate jdbc;

    DedupClaims(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// A candidate that asks for a key.
    ///
    /// @param window the dedup window: claims closer in time to the event than this are read
    public record Asked(Identity key, Identity owner, Instant eventTime, Duration window) {}

    /// Locks the keys until the transaction ends, then reads the claims that lie within the windows of the candidates.
    public HeldClaims lock(List<Asked> asked) {
        if (asked.isEmpty()) {
            return new HeldClaims(List.of());
        }
        jdbc.query(
                LOCK,
                Columns.of(asked).number(one -> ByteBuffer.wrap(one.key().bytes()).getLong()),
                row -> {});
        List<Claim> claims =
                jdbc.query(
                        FIND,
                        Columns.of(asked)
                                .bytes(one -> one.key().bytes())
                                .bytes(one -> one.owner().bytes())
                                .instant(one -> one.eventTime().minus(one.window()))
                                .instant(one -> one.eventTime().plus(one.window())),
                        (row, number) ->
                                new Claim(
                                        Identity.ofBytes(row.getBytes(1)),
                                        Identity.ofBytes(row.getBytes(2)),
                                        row.getObject(3, UUID.class),
                                        row.getObject(4, OffsetDateTime.class).toInstant(),
                                        row.getObject(5, OffsetDateTime.class).toInstant()));
        return new HeldClaims(claims);
    }

    /// Stores the claims of decisions that were just stored.
    public void insert(List<Claim> claims) {
        if (claims.isEmpty()) {
            return;
        }
        jdbc.update(
                INSERT,
                Columns.of(claims)
                        .bytes(claim -> claim.key().bytes())
                        .bytes(claim -> claim.owner().bytes())
                        .uuid(Claim::notificationId)
                        .instant(Claim::eventTime)
                        .instant(Claim::keptUntil));
    }

    /// Deletes at most `limit` claims that no event can meet any more. Returns how many were deleted.
    public int forget(Instant now, int limit) {
        // The limit is part of the SQL text. As a parameter, Postgres would plan once for an
        // unknown limit and scan the whole table.
        return jdbc.update(
                """
                delete from processor.dedup_claim where (key, owner) in (
                    select key, owner from processor.dedup_claim where kept_until < ?
                    order by kept_until limit %d for update skip locked)
                """
                        .formatted(limit),
                utc(now));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
