package dev.carillon.api.inbox;

import dev.carillon.platform.database.Columns;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Lets go what has been kept long enough, in bounded batches: rows that were read or archived become tombstones after 90 days,
/// tombstones go after 30, and partitions after 13 months, once their rows left the counters. Each removal is a change with a
/// `seq`, told to clients; whoever was away longer than tombstones are kept is told to load anew.
@Component
final class RetainRows {
    // a walk along the primary key of one partition, whose name takes the place of inbox_month
    private static final String STALE =
            """
            select i.tenant, i.recipient, i.id from inbox_month i
            where (i.tenant, i.recipient, i.id) > (?, ?, ?) and not i.deleted and (i.read_at < ? or i.archived_at < ?)
            order by i.tenant, i.recipient, i.id limit ?\
            """;

    private static final String LEFT =
            """
            select i.tenant, i.recipient, i.id from inbox_month i
            where (i.tenant, i.recipient, i.id) > (?, ?, ?) and not i.deleted
            order by i.tenant, i.recipient, i.id limit ?\
            """;

    private static final String TOMBSTONES =
            """
            select i.tenant, i.recipient, i.id from inbox_month i
            where (i.tenant, i.recipient, i.id) > (?, ?, ?) and i.deleted and i.deleted_at < ?
            order by i.tenant, i.recipient, i.id limit ?\
            """;

    // under the locks of the counters
    private static final String PURGE =
            """
            with gone as (
                delete from inbox i using unnest(?, ?, ?) as k(tenant, recipient, id)
                where i.tenant = k.tenant and i.recipient = k.recipient and i.id = k.id and i.deleted
                returning i.tenant, i.recipient, i.seq)
            update inbox_counter c set purged_seq = greatest(c.purged_seq, g.seq)
            from (select tenant, recipient, max(seq) as seq from gone group by tenant, recipient) g
            where c.tenant = g.tenant and c.recipient = g.recipient\
            """;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final CounterTable counters;
    private final RemoveRows remove;
    private final ActionTable actions;
    private final InboxPartitions partitions;
    private final InboxProperties properties;
    private final Clock clock;

    RetainRows(
            JdbcTemplate jdbc,
            TransactionOperations transactions,
            CounterTable counters,
            RemoveRows remove,
            ActionTable actions,
            InboxPartitions partitions,
            InboxProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.counters = counters;
        this.remove = remove;
        this.actions = actions;
        this.partitions = partitions;
        this.properties = properties;
        this.clock = clock;
    }

    /// One pass over everything.
    void run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        forgetActions(now.minus(properties.actionMemory()));
        for (YearMonth month : partitions.over()) {
            letGo(month, now);
        }
        Instant stale = now.minus(properties.readRetention());
        Instant buried = now.minus(properties.tombstoneRetention());
        for (YearMonth month : partitions.all()) {
            if (!startOf(month).isAfter(stale)) {
                removeStale(month, stale, now);
            }
            if (!startOf(month).isAfter(buried)) {
                purge(month, buried);
            }
        }
    }

    private void letGo(YearMonth month, Instant now) {
        walk(
                of(month, LEFT),
                List.of(),
                keys -> remove.remove(keys, RowAction.REMOVED, now, row -> true));
        purge(month, now.plusSeconds(1));
        partitions.drop(month);
    }

    private void removeStale(YearMonth month, Instant before, Instant now) {
        Predicate<StoredRow> holds =
                row ->
                        isBefore(row.state().readAt(), before)
                                || isBefore(row.state().archivedAt(), before);
        walk(
                of(month, STALE),
                List.of(before.atOffset(ZoneOffset.UTC), before.atOffset(ZoneOffset.UTC)),
                keys -> remove.remove(keys, RowAction.REMOVED, now, holds));
    }

    private void purge(YearMonth month, Instant before) {
        walk(
                of(month, TOMBSTONES),
                List.of(before.atOffset(ZoneOffset.UTC)),
                keys ->
                        transactions.executeWithoutResult(status -> {
                            counters.lock(
                                    keys.stream().map(RowKey::who).distinct().sorted().toList());
                            jdbc.update(
                                    PURGE,
                                    Columns.of(keys)
                                            .text(key -> key.who().tenant())
                                            .text(key -> key.who().recipient())
                                            .uuid(RowKey::id));
                        }));
    }

    /// What is done to a batch of rows.
    private interface Step {
        void take(List<RowKey> keys);
    }

    private void walk(String sql, List<Object> values, Step step) {
        @Nullable RowKey last = null;
        List<RowKey> keys;
        do {
            keys = jdbc.query(sql, (row, number) -> RemoveRows.key(row), bound(last, values));
            if (!keys.isEmpty()) {
                step.take(keys);
                last = keys.getLast();
            }
        } while (keys.size() == properties.retentionBatch());
    }

    private Object[] bound(@Nullable RowKey last, List<Object> values) {
        java.util.ArrayList<Object> all = new java.util.ArrayList<>();
        all.add(last == null ? "" : last.who().tenant());
        all.add(last == null ? "" : last.who().recipient());
        all.add(last == null ? new java.util.UUID(0, 0) : last.id());
        all.addAll(values);
        all.add(properties.retentionBatch());
        return all.toArray();
    }

    private static String of(YearMonth month, String sql) {
        return sql.replace("inbox_month", InboxPartitions.table(month));
    }

    private void forgetActions(Instant before) {
        while (actions.forget(before, properties.retentionBatch()) == properties.retentionBatch()) {
            // until few are left
        }
    }

    private static boolean isBefore(@Nullable Instant at, Instant instant) {
        return at != null && at.isBefore(instant);
    }

    private static Instant startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
