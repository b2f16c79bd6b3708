package dev.carillon.api.inbox;

import dev.carillon.events.ClientAction;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Results of clients' actions. They are read and written under the lock of the recipient's counter, by the primary
/// key.
@Component
final class ActionTable {
    private static final String SELECT =
            """
            select a.tenant, a.recipient, a.action_id, a.action, a.row_id, a.category, a.upto, a.seqs, a.uptos, a.error,
                a.finished, a.at
            from unnest(?, ?, ?) as k(tenant, recipient, action_id)
            join client_action a
                on a.tenant = k.tenant and a.recipient = k.recipient and a.action_id = k.action_id\
            """;

    private static final String WRITE =
            """
            insert into client_action
                (tenant, recipient, action_id, action, row_id, category, upto, seqs, uptos, error, finished, at)
            select k.tenant, k.recipient, k.action_id, k.action, k.row_id, k.category, k.upto, k.seqs::bigint[],
                k.uptos::bigint[], k.error, k.finished, k.at
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as k(tenant, recipient, action_id, action, row_id, category, upto, seqs, uptos, error, finished, at)
            on conflict (tenant, recipient, action_id)
            do update set upto = excluded.upto, seqs = excluded.seqs, uptos = excluded.uptos, finished = excluded.finished\
            """;

    // by client_action_by_age
    private static final String FORGET =
            """
            delete from client_action a where a.ctid = any(array(
                select ctid from client_action where at < ? limit ?))\
            """;

    private final JdbcTemplate jdbc;

    ActionTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Map<ActionResult.Key, ActionResult> find(Collection<ActionResult.Key> keys) {
        Map<ActionResult.Key, ActionResult> found = new HashMap<>();
        jdbc.query(
                SELECT,
                Columns.of(keys)
                        .text(key -> key.who().tenant())
                        .text(key -> key.who().recipient())
                        .uuid(ActionResult.Key::actionId),
                row -> {
                    ActionResult result = read(row);
                    found.put(result.key(), result);
                });
        return found;
    }

    void write(Collection<ActionResult> results) {
        if (results.isEmpty()) {
            return;
        }
        jdbc.update(
                WRITE,
                Columns.of(results)
                        .text(result -> result.who().tenant())
                        .text(result -> result.who().recipient())
                        .uuid(ActionResult::actionId)
                        .text(result -> result.action().name().toLowerCase(Locale.ROOT))
                        .uuid(ActionResult::rowId)
                        .text(ActionResult::category)
                        .number(ActionResult::upto)
                        .text(result -> array(result, ActionResult.Change::seq))
                        .text(result -> array(result, ActionResult.Change::upto))
                        .text(ActionResult::error)
                        .bool(ActionResult::finished)
                        .instant(ActionResult::at));
    }

    /// Deletes a bounded number of results older than the instant.
    ///
    /// @return the number of deleted results
    int forget(Instant before, int limit) {
        return jdbc.update(FORGET, before.atOffset(ZoneOffset.UTC), limit);
    }

    private static String array(
            ActionResult result, java.util.function.ToLongFunction<ActionResult.Change> value) {
        return result.changes().stream()
                .map(change -> String.valueOf(value.applyAsLong(change)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static ActionResult read(ResultSet row) throws SQLException {
        Long[] seqs = (Long[]) row.getArray("seqs").getArray();
        Long[] uptos = (Long[]) row.getArray("uptos").getArray();
        List<ActionResult.Change> changes = new ArrayList<>(seqs.length);
        for (int change = 0; change < seqs.length; change++) {
            changes.add(new ActionResult.Change(seqs[change], uptos[change]));
        }
        return new ActionResult(
                new RecipientKey(row.getString("tenant"), row.getString("recipient")),
                row.getObject("action_id", UUID.class),
                ClientAction.Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                row.getObject("row_id", UUID.class),
                row.getString("category"),
                row.getObject("upto", Long.class),
                changes,
                row.getString("error"),
                row.getBoolean("finished"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }
}
