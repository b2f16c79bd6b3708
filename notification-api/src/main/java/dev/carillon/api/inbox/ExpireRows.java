package dev.carillon.api.inbox;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Removes rows from lists and counts at the instant at which they expire. Any number of replicas may run it at once:
/// each skips the recipients that another one has locked.
@Component
final class ExpireRows {
    private static final int BATCH = 500;

    // both statements use inbox_expiring
    private static final String DUE =
            """
            select i.tenant, i.recipient, i.id from inbox i
            where i.expires_at <= ? and not i.deleted
            order by i.expires_at limit ?\
            """;

    private static final String NEXT =
            "select min(i.expires_at) from inbox i where i.expires_at is not null and not i.deleted";

    private final JdbcTemplate jdbc;
    private final RemoveRows remove;
    private final Clock clock;

    ExpireRows(JdbcTemplate jdbc, RemoveRows remove, Clock clock) {
        this.jdbc = jdbc;
        this.remove = remove;
        this.clock = clock;
    }

    /// Expires every row that is due.
    ///
    /// @return when the next row expires, if any
    Optional<Instant> run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        while (true) {
            List<RowKey> due =
                    jdbc.query(
                            DUE,
                            (row, number) -> RemoveRows.key(row),
                            now.atOffset(ZoneOffset.UTC),
                            BATCH);
            int removed = remove.remove(due, RowAction.EXPIRED, now, row -> isDue(row, now));
            if (due.size() < BATCH || removed == 0) {
                return next();
            }
        }
    }

    private Optional<Instant> next() {
        OffsetDateTime next = jdbc.queryForObject(NEXT, OffsetDateTime.class);
        return Optional.ofNullable(next).map(OffsetDateTime::toInstant);
    }

    private static boolean isDue(StoredRow row, Instant now) {
        Instant expires = row.content().expiresAt();
        return expires != null && !expires.isAfter(now);
    }
}
