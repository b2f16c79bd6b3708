package dev.carillon.api.inbox;

import dev.carillon.api.recipient.Recipients;
import dev.carillon.events.Counts;
import dev.carillon.events.EventJson;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.database.Columns;
import dev.carillon.platform.database.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/// Locks, creates and writes counter rows; all by the primary key of `inbox_counter`.
@Component
final class CounterTable {
    /// The columns. Every statement uses the alias `c` for the table. The names differ from those of `inbox`, so that
    /// one statement can select both.
    static final String COLUMNS =
            """
            c.tenant as c_tenant, c.recipient as c_recipient, c.epoch as c_epoch, c.seq as c_seq, c.unread as c_unread,
            c.unread_by_category as c_unread_by_category, c.unseen as c_unseen,
            c.unseen_by_category as c_unseen_by_category, c.purged_seq as c_purged_seq\
            """;

    // the sort is in the subquery, so rows are locked in the order of their keys
    private static final String LOCK =
            "select "
                    + COLUMNS
                    + """

                    from unnest(?, ?) as k(tenant, recipient)
                    join inbox_counter c on c.tenant = k.tenant and c.recipient = k.recipient
                    order by c.tenant, c.recipient
                    for update of c\
                    """;

    private static final String CREATE =
            """
            insert into inbox_counter as c (tenant, recipient)
            select k.tenant, k.recipient from unnest(?, ?) as k(tenant, recipient)
            on conflict do nothing
            returning c.tenant as c_tenant, c.recipient as c_recipient\
            """;

    private static final String WRITE =
            """
            update inbox_counter c
            set seq = k.seq, unread = k.unread, unread_by_category = k.unread_by_category::jsonb,
                unseen = k.unseen, unseen_by_category = k.unseen_by_category::jsonb
            from unnest(?, ?, ?, ?, ?, ?, ?)
                as k(tenant, recipient, seq, unread, unread_by_category, unseen, unseen_by_category)
            where c.tenant = k.tenant and c.recipient = k.recipient\
            """;

    private static final TypeReference<Map<String, Long>> BY_CATEGORY = new TypeReference<>() {};

    private final JdbcTemplate jdbc;
    private final Recipients recipients;

    CounterTable(JdbcTemplate jdbc, Recipients recipients) {
        this.jdbc = jdbc;
        this.recipients = recipients;
    }

    /// Locks the existing counters.
    Map<RecipientKey, Counter> lock(Collection<RecipientKey> who) {
        return lock(who, LOCK);
    }

    /// Locks the existing counters that no other transaction holds; skips the others.
    Map<RecipientKey, Counter> lockFree(Collection<RecipientKey> who) {
        return lock(who, LOCK + " skip locked");
    }

    /// Locks the existing counters, as the first part of a round trip. Also changes two planner settings for the rest
    /// of the transaction. Sequential scans are off: when statistics still say that a new month is empty, the cached
    /// plan would scan the whole partition while it fills. Generic plans are forced: cached plans are reused instead of
    /// planned again.
    void lock(Collection<RecipientKey> who, RoundTrip together, Map<RecipientKey, Counter> locked) {
        together.execute("set local enable_seqscan = off")
                .execute("set local plan_cache_mode = force_generic_plan")
                .query(
                        LOCK,
                        keys(who),
                        row -> {
                            Counter counter = read(row);
                            locked.put(counter.who(), counter);
                        });
    }

    /// Creates the missing counters, and their recipients, and locks all of them.
    Map<RecipientKey, Counter> create(SortedSet<RecipientKey> missing) {
        List<RecipientKey> created = jdbc.query(CREATE, keys(missing), (row, number) -> key(row));
        if (!created.isEmpty()) {
            recipients.ensureKnown(new TreeSet<>(created));
        }
        Map<RecipientKey, Counter> locked = new HashMap<>();
        created.forEach(key -> locked.put(key, Counter.none(key)));
        TreeSet<RecipientKey> madeInBetween = new TreeSet<>(missing);
        madeInBetween.removeAll(created);
        locked.putAll(lock(madeInBetween, LOCK));
        return locked;
    }

    void write(Collection<Counter> counters, RoundTrip together) {
        record Written(RecipientKey who, Counts counts) {}
        List<Written> rows =
                counters.stream()
                        .map(counter -> new Written(counter.who(), counter.counts()))
                        .toList();
        together.update(
                WRITE,
                Columns.of(rows)
                        .text(row -> row.who().tenant())
                        .text(row -> row.who().recipient())
                        .number(row -> row.counts().seq())
                        .number(row -> row.counts().unread().total())
                        .text(row -> json(row.counts().unread()))
                        .number(row -> row.counts().unseen().total())
                        .text(row -> json(row.counts().unseen())));
    }

    static Counter read(ResultSet row) throws SQLException {
        return new Counter(
                key(row),
                row.getLong("c_epoch"),
                row.getLong("c_purged_seq"),
                new Counts(
                        row.getLong("c_seq"),
                        tally(row.getLong("c_unread"), row.getString("c_unread_by_category")),
                        tally(row.getLong("c_unseen"), row.getString("c_unseen_by_category"))));
    }

    private Map<RecipientKey, Counter> lock(Collection<RecipientKey> who, String sql) {
        Map<RecipientKey, Counter> locked = new HashMap<>();
        if (!who.isEmpty()) {
            jdbc.query(
                    sql,
                    keys(who),
                    row -> {
                        Counter counter = read(row);
                        locked.put(counter.who(), counter);
                    });
        }
        return locked;
    }

    private static Columns<RecipientKey> keys(Collection<RecipientKey> who) {
        return Columns.of(who).text(RecipientKey::tenant).text(RecipientKey::recipient);
    }

    private static RecipientKey key(ResultSet row) throws SQLException {
        return new RecipientKey(row.getString("c_tenant"), row.getString("c_recipient"));
    }

    private static Counts.Tally tally(long total, String byCategory) {
        return new Counts.Tally(total, EventJson.mapper().readValue(byCategory, BY_CATEGORY));
    }

    private static String json(Counts.Tally tally) {
        return EventJson.mapper().writeValueAsString(tally.byCategory());
    }
}
