package dev.carillon.api.inbox;

import dev.carillon.events.Cursor;
import dev.carillon.events.ReceivedCursor;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Reads inboxes. One statement reads the counter and the rows, so both are of the same snapshot.
@Component
final class ReadInbox {
    /// The page size of the changes endpoint. A mark-all can change thousands of rows with one `seq`, so a page may end
    /// in the middle of a `seq`.
    static final int CHANGES = 100;

    private static final int LONGEST_CHAIN = 16;

    // %s is a select of rows. Each row carries the counter; without rows, the counter comes alone.
    // `offset 0` hides the recipient from the planner: otherwise it would plan every call anew over
    // all partitions, which takes longer than the query
    private static final String WITH_COUNTER =
            "select "
                    + CounterTable.COLUMNS
                    + """
                    , i.*
                     from (select ?::text as tenant, ?::text as recipient, ?::bigint as seq, ?::uuid as id offset 0) k
                     left join inbox_counter c on c.tenant = k.tenant and c.recipient = k.recipient
                     left join lateral (%s) i on true
                     order by %s\
                    """;

    private static final String SELECT = "select " + RowColumns.ALL + " from inbox i";

    // by the primary key: partitions are ordered by id, so a page reads only the newest ones; a
    // category by inbox_by_category, unread rows by inbox_unread
    private static final String ROWS =
            SELECT + " where i.tenant = k.tenant and i.recipient = k.recipient and not i.deleted";

    // by inbox_by_seq; %s is the start of the page
    private static final String CHANGED =
            SELECT
                    + " where i.tenant = k.tenant and i.recipient = k.recipient and %s"
                    + " order by i.seq, i.id limit "
                    + (CHANGES + 1);

    private static final String CHANGED_AFTER = CHANGED.formatted("i.seq > k.seq");

    private static final String CHANGED_WITHIN =
            CHANGED.formatted("i.seq >= k.seq and (i.seq, i.id) > (k.seq, k.id)");

    private static final String COUNTER =
            "select "
                    + CounterTable.COLUMNS
                    + " from inbox_counter c where c.tenant = ? and c.recipient = ?";

    private static final String ONE =
            SELECT + " where i.tenant = ? and i.recipient = ? and not i.deleted and i.id = ?";

    private static final String STATS =
            """
            select i.category, count(*) as total, count(i.seen_at) as seen, count(i.read_at) as read,
                count(i.clicked_at) as clicked, count(i.archived_at) as archived
            from inbox i where i.tenant = ? and i.recipient = ? and not i.deleted
            group by i.category order by i.category\
            """;

    // by inbox_by_id
    private static final String STATES =
            """
            select i.id, i.tenant, i.deleted, i.deleted_by, i.replaced_by,
                i.seen_at is not null or i.archived_at is not null as seen
            from unnest(?) as k(id) join inbox i on i.id = k.id\
            """;

    private final JdbcTemplate jdbc;

    ReadInbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// @param more whether more rows follow in the direction of the query
    record Page(Counter counter, List<StoredRow> rows, boolean more) {}

    /// @param reset whether the client must load everything again because its cursor is no longer usable
    /// @param upto the rows are complete up to this `seq`
    /// @param within if more pages follow: the last id of this page, a row of `seq` upto + 1. A changed row moves to
    ///     its newest `seq`, so the client is incomplete until the last page and must not continue with WebSocket
    ///     frames before
    record Changes(
            Counter counter,
            List<StoredRow> rows,
            long upto,
            @Nullable UUID within,
            boolean reset) {
        /// Whether more pages follow.
        boolean more() {
            return within != null;
        }
    }

    /// Counts of the rows of a category, archived ones included.
    record CategoryStats(long total, long seen, long read, long clicked, long archived) {}

    record States(Set<UUID> seen, Set<UUID> removed) {}

    Counter counter(RecipientKey who) {
        return jdbc
                .query(
                        COUNTER,
                        (row, number) -> CounterTable.read(row),
                        who.tenant(),
                        who.recipient())
                .stream()
                .findFirst()
                .orElseGet(() -> Counter.none(who));
    }

    Optional<StoredRow> one(RecipientKey who, UUID id) {
        return jdbc
                .query(
                        ONE,
                        (row, number) -> RowColumns.read(row),
                        who.tenant(),
                        who.recipient(),
                        id)
                .stream()
                .findFirst();
    }

    Page page(RecipientKey who, ListQuery query) {
        StringBuilder rows = new StringBuilder(ROWS);
        List<Object> values = new ArrayList<>();
        rows.append(
                switch (query.state()) {
                    case INBOX -> " and i.archived_at is null and i.snoozed_until is null";
                    case UNREAD ->
                            " and i.read_at is null and i.archived_at is null and i.snoozed_until is null";
                    case READ ->
                            " and i.read_at is not null and i.archived_at is null and i.snoozed_until is null";
                    // unseen implies unread: the extra condition lets Postgres use inbox_unread
                    case UNSEEN ->
                            " and i.read_at is null and i.seen_at is null and i.archived_at is null"
                                    + " and i.snoozed_until is null";
                    case ARCHIVED -> " and i.archived_at is not null";
                    case ALL -> "";
                });
        filter(rows, values, "i.category = ?", query.category());
        filter(rows, values, "i.type = ?", query.type());
        filter(rows, values, "i.id >= ?", idAt(query.from()));
        filter(rows, values, "i.id < ?", idAt(query.to()));
        PageCursor cursor = query.cursor();
        if (cursor != null) {
            String side =
                    query.newer()
                            ? "i.id > ?"
                            : cursor.side() == PageCursor.Side.OLDER_FROM
                                    ? "i.id <= ?"
                                    : "i.id < ?";
            filter(rows, values, side, cursor.id());
        }
        String order = query.newer() ? "id" : "id desc";
        // the number is part of the SQL text: for a bound limit, the planner assumes a tenth of all
        // rows
        rows.append(" order by i.").append(order).append(" limit ").append(query.limit() + 1);
        Found found = find(who, null, null, rows.toString(), "i." + order, values);
        List<StoredRow> page = new ArrayList<>(found.rows());
        boolean more = page.size() > query.limit();
        if (more) {
            page.removeLast();
        }
        if (query.newer()) {
            Collections.reverse(page);
        }
        return new Page(found.counter(), page, more);
    }

    /// The changes since a cursor. Cursors of older versions do not name their recipient and could be another person's:
    /// they cause a reset.
    Changes changes(RecipientKey who, ReceivedCursor received) {
        Cursor cursor = received.cursor();
        Found found = changed(who, cursor);
        Counter counter = found.counter();
        boolean reset =
                received.isUnmarked()
                        || cursor.epoch() != counter.epoch()
                        || cursor.seq() < counter.purgedSeq()
                        || cursor.seq() > counter.seq();
        if (reset) {
            return new Changes(counter, List.of(), counter.seq(), null, true);
        }
        if (found.rows().size() <= CHANGES) {
            return new Changes(counter, found.rows(), counter.seq(), null, false);
        }
        List<StoredRow> rows = found.rows().subList(0, CHANGES);
        StoredRow last = rows.getLast();
        return new Changes(counter, rows, last.state().seq() - 1, last.id(), false);
    }

    private Found changed(RecipientKey who, Cursor cursor) {
        UUID within = cursor.within();
        return within == null
                ? find(who, cursor.seq(), null, CHANGED_AFTER, "i.seq, i.id", List.of())
                : find(who, cursor.seq() + 1, within, CHANGED_WITHIN, "i.seq, i.id", List.of());
    }

    Map<String, CategoryStats> stats(RecipientKey who) {
        Map<String, CategoryStats> stats = new LinkedHashMap<>();
        jdbc.query(
                STATS,
                row -> {
                    stats.put(
                            row.getString("category"),
                            new CategoryStats(
                                    row.getLong("total"),
                                    row.getLong("seen"),
                                    row.getLong("read"),
                                    row.getLong("clicked"),
                                    row.getLong("archived")));
                },
                who.tenant(),
                who.recipient());
        return stats;
    }

    /// Which of the ids were seen and which are removed. A replaced row has the state of the row that replaced it:
    /// seeing a group marks its members as seen.
    ///
    /// @param tenant ids of other tenants are unknown; null means every tenant
    States states(@Nullable String tenant, Set<UUID> ids) {
        Set<UUID> seen = new HashSet<>();
        Set<UUID> removed = new HashSet<>();
        Map<UUID, Set<UUID>> asked = new LinkedHashMap<>();
        ids.forEach(id -> asked.put(id, Set.of(id)));
        for (int link = 0; !asked.isEmpty() && link < LONGEST_CHAIN; link++) {
            Map<UUID, Set<UUID>> next = new LinkedHashMap<>();
            jdbc.query(
                    STATES,
                    Columns.of(asked.keySet()).uuid(id -> id),
                    row -> {
                        if (tenant != null && !tenant.equals(row.getString("tenant"))) {
                            return;
                        }
                        Set<UUID> meant = asked.get(row.getObject("id", UUID.class));
                        UUID replacedBy = row.getObject("replaced_by", UUID.class);
                        if (row.getBoolean("seen")) {
                            seen.addAll(meant);
                        }
                        if (replacedBy != null) {
                            next.computeIfAbsent(replacedBy, id -> new HashSet<>()).addAll(meant);
                        } else if (row.getBoolean("deleted")) {
                            removed.addAll(meant);
                        }
                    });
            asked.clear();
            asked.putAll(next);
        }
        return new States(seen, removed);
    }

    private record Found(Counter counter, List<StoredRow> rows) {}

    /// @param seq bound as `k.seq` in the condition
    /// @param id bound as `k.id` in the condition
    private Found find(
            RecipientKey who,
            @Nullable Long seq,
            @Nullable UUID id,
            String rows,
            String order,
            List<Object> values) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(who.tenant());
        all.add(who.recipient());
        all.add(seq);
        all.add(id);
        all.addAll(values);
        return jdbc.query(
                WITH_COUNTER.formatted(rows, order),
                found -> {
                    return read(who, found);
                },
                all.toArray());
    }

    private static Found read(RecipientKey who, ResultSet found) throws SQLException {
        Counter counter = Counter.none(who);
        List<StoredRow> rows = new ArrayList<>();
        while (found.next()) {
            if (rows.isEmpty() && found.getString("c_tenant") != null) {
                counter = CounterTable.read(found);
            }
            if (found.getString("id") != null) {
                rows.add(RowColumns.read(found));
            }
        }
        return new Found(counter, rows);
    }

    private static void filter(
            StringBuilder rows, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            rows.append(" and ").append(condition);
            values.add(value);
        }
    }

    private static @Nullable UUID idAt(@Nullable Instant instant) {
        return instant == null ? null : InboxPartitions.idAt(instant);
    }
}
