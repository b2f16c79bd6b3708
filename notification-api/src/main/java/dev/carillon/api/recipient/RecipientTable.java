package dev.carillon.api.recipient;

import dev.carillon.events.EventJson;
import dev.carillon.events.Recipient;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The statements for many recipients at once. All rely on the primary key (tenant, recipient).
@Component
class RecipientTable {
    private static final String ADD_MISSING =
            """
            insert into recipient (tenant, recipient, version, created_at, updated_at)
            select tenant, recipient, ?, ?, ?
            from unnest(?::text[], ?::text[]) as asked (tenant, recipient)
            order by tenant, recipient
            on conflict do nothing
            returning tenant, recipient
            """;
    private static final String VERSIONS =
            "select recipient, version from recipient where tenant = ? and recipient = any (?::text[])";
    private static final String PAGE =
            """
            select * from recipient
            where (tenant, recipient) > (?, ?) and version > 0
            order by tenant, recipient
            limit ?
            """;

    private final JdbcTemplate jdbc;

    RecipientTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds empty rows for the ids that have none, and returns those ids.
    List<RecipientId> addMissing(Collection<RecipientId> ids, long version, Instant now) {
        Timestamp at = Timestamp.from(now);
        return jdbc.query(
                ADD_MISSING,
                (row, number) -> new RecipientId(row.getString(1), row.getString(2)),
                version,
                at,
                at,
                ids.stream().map(RecipientId::tenant).toArray(String[]::new),
                ids.stream().map(RecipientId::recipient).toArray(String[]::new));
    }

    /// The versions of the recipients that have a row.
    Map<String, Long> versions(String tenant, Collection<String> recipients) {
        Map<String, Long> versions = new HashMap<>();
        jdbc.query(
                VERSIONS,
                row -> {
                    versions.put(row.getString(1), row.getLong(2));
                },
                tenant,
                recipients.toArray(String[]::new));
        return versions;
    }

    /// The next recipients after an id, in order of id.
    List<Recipient> after(RecipientId last, int limit) {
        return jdbc.query(PAGE, (row, number) -> read(row), last.tenant(), last.recipient(), limit);
    }

    private static Recipient read(ResultSet row) throws SQLException {
        return new Recipient(
                row.getString("tenant"),
                row.getString("recipient"),
                row.getLong("version"),
                row.getString("name"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("locale"),
                row.getString("time_zone"),
                row.getString("avatar_url"),
                EventJson.readObject(row.getString("attributes").getBytes(StandardCharsets.UTF_8)),
                row.getBoolean("deleted"),
                row.getBoolean("erased"),
                row.getTimestamp("updated_at").toInstant());
    }
}
