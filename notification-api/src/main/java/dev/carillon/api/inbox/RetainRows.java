package dev.carillon.api.inbox;

import dev.carillon.platform.database.Batches;
import dev.carillon.platform.database.Columns;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionOperations;

/// Deletes what is past its retention, in bounded batches. Rows that were read or archived become tombstones after 90
/// days. Tombstones are deleted after 30 days. Partitions are dropped after 13 months, once their rows are removed from
/// the counters. Each removal is a change with a `seq`, published to clients. A client that was offline for longer than
/// tombstones are kept must load everything again.
@Component
final class RetainRows {
    private static final String STALE = "not i.deleted and (i.read_at < ? or i.archived_at < ?)";
    private static final String LEFT = "not i.deleted";
    private static final String TOMBSTONES = "i.deleted and i.deleted_at < ?";

    /// How many rows a statement looks at for each row that one transaction may change.
    private static final int LOOKED_AT = 10;

    private static final int MOST_LOOKED_AT = 10_000;

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

    /// Runs every step once. A failed month does not stop the others; its exception is thrown at the end.
    void run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant stale = now.minus(properties.readRetention());
        Instant buried = now.minus(properties.tombstoneRetention());
        List<RuntimeException> faults = new ArrayList<>();
        attempt(() -> forgetActions(now.minus(properties.actionMemory())), faults);
        for (YearMonth month : partitions.over()) {
            attempt(() -> letGo(month, now), faults);
        }
        for (YearMonth month : partitions.all()) {
            if (!startOf(month).isAfter(stale)) {
                attempt(() -> removeStale(month, stale, now), faults);
            }
            if (!startOf(month).isAfter(buried)) {
                attempt(() -> purge(month, buried), faults);
            }
        }
        if (!faults.isEmpty()) {
            throw together(faults);
        }
    }

    private static void attempt(Runnable part, List<RuntimeException> faults) {
        try {
            part.run();
        } catch (RuntimeException fault) {
            faults.add(fault);
            if (isOver(fault)) {
                throw together(faults);
            }
        }
    }

    /// Whether the remaining steps would fail too: the database is unavailable or the service is stopping.
    private static boolean isOver(RuntimeException fault) {
        return fault instanceof CannotGetJdbcConnectionException
                || fault instanceof CannotCreateTransactionException
                || Thread.currentThread().isInterrupted();
    }

    private static RuntimeException together(List<RuntimeException> faults) {
        RuntimeException first = faults.getFirst();
        faults.stream().skip(1).forEach(first::addSuppressed);
        return first;
    }

    private void letGo(YearMonth month, Instant now) {
        walk(
                month,
                LEFT,
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
                month,
                STALE,
                List.of(before.atOffset(ZoneOffset.UTC), before.atOffset(ZoneOffset.UTC)),
                keys -> remove.remove(keys, RowAction.REMOVED, now, holds));
    }

    private void purge(YearMonth month, Instant before) {
        walk(
                month,
                TOMBSTONES,
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

    /// What to do with a batch of rows.
    private interface Step {
        void take(List<RowKey> keys);
    }

    /// @param looked the number of rows that the statement looked at
    private record Seen(RowKey key, boolean goes, int looked) {}

    /// Walks along the primary key of one partition. The limit is on the rows looked at, because matching rows may be
    /// rare. Of the rows that do not match, only the last one is returned, as the start of the next batch.
    private void walk(YearMonth month, String goes, List<Object> values, Step step) {
        String sql =
                """
                with seen as materialized (
                    select i.tenant, i.recipient, i.id, coalesce(%s, false) as goes from %s i
                    where (i.tenant, i.recipient, i.id) > (?, ?, ?)
                    order by i.tenant, i.recipient, i.id limit ?),
                numbered as (
                    select *, row_number() over (order by tenant, recipient, id) as n, count(*) over () as looked from seen)
                select * from numbered where goes or n = looked order by n\
                """
                        .formatted(goes, InboxPartitions.table(month));
        int most = Math.min(LOOKED_AT * properties.retentionBatch(), MOST_LOOKED_AT);
        RowKey last = null;
        List<Seen> seen;
        do {
            seen =
                    jdbc.query(
                            sql,
                            (row, number) ->
                                    new Seen(
                                            RemoveRows.key(row),
                                            row.getBoolean("goes"),
                                            row.getInt("looked")),
                            bound(values, last, most));
            take(seen.stream().filter(Seen::goes).map(Seen::key).toList(), step);
            last = seen.isEmpty() ? last : seen.getLast().key();
        } while (!seen.isEmpty() && seen.getLast().looked() == most);
    }

    private void take(List<RowKey> keys, Step step) {
        for (int from = 0; from < keys.size(); from += properties.retentionBatch()) {
            int to = Math.min(keys.size(), from + properties.retentionBatch());
            step.take(keys.subList(from, to));
        }
    }

    private static Object[] bound(List<Object> values, @Nullable RowKey last, int limit) {
        List<Object> all = new ArrayList<>(values);
        all.add(last == null ? "" : last.who().tenant());
        all.add(last == null ? "" : last.who().recipient());
        all.add(last == null ? new UUID(0, 0) : last.id());
        all.add(limit);
        return all.toArray();
    }

    private void forgetActions(Instant before) {
        Batches.untilDone(properties.retentionBatch(), limit -> actions.forget(before, limit));
    }

    private static boolean isBefore(@Nullable Instant at, Instant instant) {
        return at != null && at.isBefore(instant);
    }

    private static Instant startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
