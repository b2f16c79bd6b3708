package dev.carillon.api.inbox;

import dev.carillon.events.EventJson;
import dev.carillon.events.Level;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// The columns of a row of `inbox`, and how to read them. Every statement uses the alias `i` for the table.
final class RowColumns {
    /// All columns.
    static final String ALL =
            """
            i.tenant, i.recipient, i.id, i.type, i.category, i.priority, i.level, i.title, i.message, i.data, i.action_url,
            i.image_url, i.actors, i.actor_count, i.replaces, i.revision, i.revised_seq, i.silent, i.reason, i.event_source,
            i.event_id, i.created_at, i.expires_at, i.stored_at, i.seen_at, i.read_at, i.read_seq, i.clicked_at,
            i.archived_at, i.archived_seq, i.snoozed_until, i.snoozed_seq, i.deleted_at, i.deleted_by, i.replaced_by,
            i.created_seq, i.seq\
            """;

    /// The same columns with empty texts: a mark-all changes thousands of rows and publishes none of their texts.
    static final String WITHOUT_TEXTS =
            ALL.replace("i.title", "'' as title")
                    .replace("i.message", "'' as message")
                    .replace("i.data", "'{}' as data")
                    .replace("i.actors", "'[]' as actors");

    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};
    private static final TypeReference<List<String>> ACTORS = new TypeReference<>() {};

    private RowColumns() {}

    static StoredRow read(ResultSet row) throws SQLException {
        RecipientKey who = new RecipientKey(row.getString("tenant"), row.getString("recipient"));
        return new StoredRow(
                new RowKey(who, row.getObject("id", UUID.class)),
                content(row),
                state(row),
                row.getLong("revision"),
                number(row, "revised_seq"),
                number(row, "created_seq"),
                row.getObject("stored_at", OffsetDateTime.class).toInstant());
    }

    private static StoredRow.Content content(ResultSet row) throws SQLException {
        return new StoredRow.Content(
                row.getString("type"),
                row.getString("category"),
                Priority.valueOf(row.getString("priority").toUpperCase(Locale.ROOT)),
                Level.valueOf(row.getString("level").toUpperCase(Locale.ROOT)),
                row.getString("title"),
                row.getString("message"),
                EventJson.mapper().readValue(row.getString("data"), DATA),
                row.getString("action_url"),
                row.getString("image_url"),
                EventJson.mapper().readValue(row.getString("actors"), ACTORS),
                row.getInt("actor_count"),
                row.getObject("replaces", UUID.class),
                row.getBoolean("silent"),
                row.getString("reason"),
                row.getString("event_source"),
                row.getString("event_id"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"));
    }

    private static RowState state(ResultSet row) throws SQLException {
        return new RowState(
                instant(row, "seen_at"),
                instant(row, "read_at"),
                number(row, "read_seq"),
                instant(row, "clicked_at"),
                instant(row, "archived_at"),
                number(row, "archived_seq"),
                instant(row, "snoozed_until"),
                number(row, "snoozed_seq"),
                deletion(row),
                row.getLong("seq"));
    }

    private static @Nullable Deletion deletion(ResultSet row) throws SQLException {
        Instant at = instant(row, "deleted_at");
        return at == null
                ? null
                : new Deletion(
                        at,
                        Deletion.By.of(row.getString("deleted_by")),
                        row.getObject("replaced_by", UUID.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
