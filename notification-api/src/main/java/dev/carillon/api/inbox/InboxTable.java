package dev.carillon.api.inbox;

import dev.carillon.events.EventJson;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.Columns;
import dev.carillon.platform.database.RoundTrip;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.stereotype.Component;

/// Reads and writes rows of `inbox` under the lock of their recipients' counters.
@Component
final class InboxTable {
    // by the primary key; Postgres picks the partition of each id at execution time
    private static final String SELECT =
            "select "
                    + RowColumns.ALL
                    + """

                    from unnest(?, ?, ?) as k(tenant, recipient, id)
                    join %s i on i.tenant = k.tenant and i.recipient = k.recipient and i.id = k.id\
                    """;

    private static final String INSERT =
            """
            insert into inbox (tenant, recipient, id, type, category, priority, level, title, message, data, action_url,
                image_url, actors, actor_count, replaces, revision, silent, reason, event_source, event_id, created_at,
                expires_at, stored_at, deleted, deleted_at, deleted_by, replaced_by, created_seq, seq)
            select k.tenant, k.recipient, k.id, k.type, k.category, k.priority, k.level, k.title, k.message, k.data::jsonb,
                k.action_url, k.image_url, k.actors::jsonb, k.actor_count, k.replaces, k.revision, k.silent, k.reason,
                k.event_source, k.event_id, k.created_at, k.expires_at, k.stored_at, k.deleted_at is not null, k.deleted_at,
                k.deleted_by, k.replaced_by, k.created_seq, k.seq
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as k(tenant, recipient, id, type, category, priority, level, title, message, data, action_url, image_url,
                     actors, actor_count, replaces, revision, silent, reason, event_source, event_id, created_at, expires_at,
                     stored_at, deleted_at, deleted_by, replaced_by, created_seq, seq)\
            """;

    // a tombstone keeps no content: a person who deletes a notification wants its content gone
    private static final String WRITE_STATES =
            """
            update inbox i
            set seen_at = k.seen_at, read_at = k.read_at, read_seq = k.read_seq, clicked_at = k.clicked_at,
                archived_at = k.archived_at, archived_seq = k.archived_seq, deleted = k.deleted_at is not null,
                deleted_at = k.deleted_at, deleted_by = k.deleted_by, replaced_by = k.replaced_by, seq = k.seq,
                title = case when k.deleted_at is null then i.title else '' end,
                message = case when k.deleted_at is null then i.message else '' end,
                data = case when k.deleted_at is null then i.data else '{}' end,
                actors = case when k.deleted_at is null then i.actors else '[]' end,
                action_url = case when k.deleted_at is null then i.action_url end,
                image_url = case when k.deleted_at is null then i.image_url end
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as k(tenant, recipient, id, seen_at, read_at, read_seq, clicked_at, archived_at, archived_seq, deleted_at,
                     deleted_by, replaced_by, seq)
            where i.tenant = k.tenant and i.recipient = k.recipient and i.id = k.id\
            """;

    private static final String WRITE_CONTENT =
            """
            update inbox i
            set title = k.title, message = k.message, data = k.data::jsonb, action_url = k.action_url,
                image_url = k.image_url, actors = k.actors::jsonb, actor_count = k.actor_count, revision = k.revision,
                revised_seq = k.revised_seq
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as k(tenant, recipient, id, title, message, data, action_url, image_url, actors, actor_count, revision,
                     revised_seq)
            where i.tenant = k.tenant and i.recipient = k.recipient and i.id = k.id\
            """;

    // rows without a change after `upto`, oldest first, so that a chunk can end between two `seq`;
    // unread and unseen rows by inbox_unread, all rows of a category by inbox_by_category
    private static final String SELECT_UPTO =
            "select "
                    + RowColumns.WITHOUT_TEXTS
                    + """
                    , greatest(i.created_seq, %s) as reached
                     from (select ?::bigint as upto) u
                     join inbox i on i.tenant = ? and i.recipient = ? and not i.deleted and i.created_seq <= u.upto and %s %s
                     order by reached
                     limit ?\
                    """;

    private final JdbcTemplate jdbc;
    private final InboxPartitions partitions;

    InboxTable(JdbcTemplate jdbc, InboxPartitions partitions) {
        this.jdbc = jdbc;
        this.partitions = partitions;
    }

    /// A row, with the `seq` by which a mark-all orders it.
    record Reached(StoredRow row, long seq) {}

    List<StoredRow> select(Collection<RowKey> keys) {
        List<StoredRow> selected = new ArrayList<>(keys.size());
        RoundTrip alone = new RoundTrip();
        select(keys, alone, selected::add);
        alone.run(jdbc);
        return selected;
    }

    /// The same select, as a part of a round trip.
    void select(Collection<RowKey> keys, RoundTrip together, Consumer<StoredRow> selected) {
        if (!keys.isEmpty()) {
            String table = partitions.tableOf(keys.stream().map(RowKey::id).toList());
            together.query(
                    SELECT.formatted(table),
                    keys(keys),
                    row -> selected.accept(RowColumns.read(row)));
        }
    }

    /// The rows that a mark-all changes, in its order, without their texts.
    List<Reached> selectUpto(
            RecipientKey who, RowAction action, long upto, @Nullable String category, int limit) {
        String changed =
                switch (action) {
                    case READ, UNREAD -> "i.read_seq";
                    case ARCHIVE, UNARCHIVE -> "i.archived_seq";
                    case CLICKED ->
                            "case when i.read_at is null and i.read_seq <= u.upto then i.read_seq end";
                    case SEEN, DELETE, EXPIRED, REMOVED -> "null";
                };
        String changes =
                switch (action) {
                    case SEEN -> "i.read_at is null and i.seen_at is null";
                    case READ -> "i.read_at is null and coalesce(i.read_seq, 0) <= u.upto";
                    case UNREAD -> "i.read_at is not null and i.read_seq <= u.upto";
                    case CLICKED ->
                            "(i.clicked_at is null or (i.read_at is null and coalesce(i.read_seq, 0) <= u.upto))";
                    case ARCHIVE ->
                            "i.archived_at is null and coalesce(i.archived_seq, 0) <= u.upto";
                    case UNARCHIVE -> "i.archived_at is not null and i.archived_seq <= u.upto";
                    case DELETE, EXPIRED, REMOVED -> "true";
                };
        String ofCategory = category == null ? "" : "and i.category = ?";
        PreparedStatementSetter binder =
                statement -> bindUpto(statement, who, upto, category, limit);
        return jdbc.query(
                SELECT_UPTO.formatted(changed, changes, ofCategory),
                binder,
                (row, number) -> new Reached(RowColumns.read(row), row.getLong("reached")));
    }

    /// Fails with a [org.springframework.dao.DuplicateKeyException] when a row already exists. That cannot happen while
    /// every writer holds the lock of the counter.
    void insert(Collection<StoredRow> rows, RoundTrip together) {
        together.update(
                INSERT,
                Columns.of(rows)
                        .text(row -> row.who().tenant())
                        .text(row -> row.who().recipient())
                        .uuid(StoredRow::id)
                        .text(row -> row.content().type())
                        .text(row -> row.content().category())
                        .text(row -> key(row.content().priority()))
                        .text(row -> key(row.content().level()))
                        .text(row -> row.content().title())
                        .text(row -> row.content().message())
                        .text(row -> json(row.content().data()))
                        .text(row -> row.content().actionUrl())
                        .text(row -> row.content().imageUrl())
                        .text(row -> json(row.content().actors()))
                        .number(row -> (long) row.content().actorCount())
                        .uuid(row -> row.content().replaces())
                        .number(StoredRow::revision)
                        .bool(row -> row.content().silent())
                        .text(row -> row.content().reason())
                        .text(row -> row.content().eventSource())
                        .text(row -> row.content().eventId())
                        .instant(row -> row.content().createdAt())
                        .instant(row -> row.content().expiresAt())
                        .instant(StoredRow::storedAt)
                        .instant(row -> at(row.state().deletion()))
                        .text(row -> by(row.state().deletion()))
                        .uuid(row -> replacedBy(row.state().deletion()))
                        .number(StoredRow::createdSeq)
                        .number(row -> row.state().seq()));
    }

    void writeStates(Collection<StoredRow> rows, RoundTrip together) {
        together.update(
                WRITE_STATES,
                keyed(rows)
                        .instant(row -> row.state().seenAt())
                        .instant(row -> row.state().readAt())
                        .number(row -> row.state().readSeq())
                        .instant(row -> row.state().clickedAt())
                        .instant(row -> row.state().archivedAt())
                        .number(row -> row.state().archivedSeq())
                        .instant(row -> at(row.state().deletion()))
                        .text(row -> by(row.state().deletion()))
                        .uuid(row -> replacedBy(row.state().deletion()))
                        .number(row -> row.state().seq()));
    }

    void writeContent(Collection<StoredRow> rows, RoundTrip together) {
        together.update(
                WRITE_CONTENT,
                keyed(rows)
                        .text(row -> row.content().title())
                        .text(row -> row.content().message())
                        .text(row -> json(row.content().data()))
                        .text(row -> row.content().actionUrl())
                        .text(row -> row.content().imageUrl())
                        .text(row -> json(row.content().actors()))
                        .number(row -> (long) row.content().actorCount())
                        .number(StoredRow::revision)
                        .number(StoredRow::revisedSeq));
    }

    private static void bindUpto(
            PreparedStatement statement,
            RecipientKey who,
            long upto,
            @Nullable String category,
            int limit)
            throws SQLException {
        int parameter = 0;
        statement.setLong(++parameter, upto);
        statement.setString(++parameter, who.tenant());
        statement.setString(++parameter, who.recipient());
        if (category != null) {
            statement.setString(++parameter, category);
        }
        statement.setInt(++parameter, limit);
    }

    private static Columns<RowKey> keys(Collection<RowKey> keys) {
        return Columns.of(keys)
                .text(key -> key.who().tenant())
                .text(key -> key.who().recipient())
                .uuid(RowKey::id);
    }

    private static Columns<StoredRow> keyed(Collection<StoredRow> rows) {
        return Columns.of(rows)
                .text(row -> row.who().tenant())
                .text(row -> row.who().recipient())
                .uuid(StoredRow::id);
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String json(Object value) {
        return EventJson.mapper().writeValueAsString(value);
    }

    private static java.time.@Nullable Instant at(@Nullable Deletion deletion) {
        return deletion == null ? null : deletion.at();
    }

    private static @Nullable String by(@Nullable Deletion deletion) {
        return deletion == null ? null : deletion.by().key();
    }

    private static java.util.@Nullable UUID replacedBy(@Nullable Deletion deletion) {
        return deletion == null ? null : deletion.replacedBy();
    }
}
