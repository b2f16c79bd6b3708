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

/// The table of claims. Everything here runs in the transaction of the decisions that the claims belong to.
@Component
public class DedupClaims {
    /// Advisory locks end with the transaction; a key need not have a row to be locked. Taken in one order, by every writer.
    private static final String LOCK =
            """
            select pg_advisory_xact_lock(id) from (select distinct unnest(?::bigint[]) as id order by id) as sorted
            """;

    /// By the primary key, and by `dedup_claim_event_time`: a key keeps its claims for weeks, and a window asks for few of them.
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

    /// Who asks for a key.
    ///
    /// @param window what lies nearer to the event's time than this counts
    public record Asked(Identity key, Identity owner, Instant eventTime, Duration window) {}

    /// Locks keys until the transaction ends, and reads who owns them as far as it matters to those who ask.
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

    /// Stores claims of decisions that were stored.
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

    /// Deletes claims that nothing can ask for any more, at most `limit`.
    public int forget(Instant now, int limit) {
        // a plan that is made once would take an unknown limit for much of the table, and read all
        // of it
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
