package dev.carillon.api.inbox;

import dev.carillon.events.Identity;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The monthly partitions of `inbox`. Partitions are created ahead of time. If the next month has none, an error is
/// logged while there is still time to act.
@Component
class InboxPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(InboxPartitions.class);

    // only one replica at a time changes partitions
    private static final String ALONE = "select pg_advisory_xact_lock(4920417264411)";

    private static final String NAMES =
            """
            select c.relname from pg_inherits h
            join pg_class c on c.oid = h.inhrelid
            where h.inhparent = 'inbox'::regclass\
            """;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final InboxProperties properties;
    private final Clock clock;
    private volatile NavigableSet<YearMonth> months = new TreeSet<>();

    InboxPartitions(
            JdbcTemplate jdbc,
            TransactionOperations transactions,
            InboxProperties properties,
            Clock clock,
            InboxMetrics metrics) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.properties = properties;
        this.clock = clock;
        metrics.partitionsAhead(this::ahead);
    }

    /// Creates the missing partitions, from the oldest month that is kept to the months ahead. Any replica may call it
    /// at any time.
    void ensure() {
        YearMonth now = thisMonth();
        transactions.executeWithoutResult(status -> {
            jdbc.query(ALONE, row -> {});
            NavigableSet<YearMonth> present = present();
            YearMonth last = now.plusMonths(properties.monthsAhead());
            for (YearMonth month = oldestKept();
                    !month.isAfter(last);
                    month = month.plusMonths(1)) {
                if (!present.contains(month)) {
                    create(month);
                }
            }
        });
        months = present();
    }

    /// Logs an error when the next month has no partition yet.
    void check() {
        if (ahead() < 1) {
            LOG.error(
                    "The inbox has no partition for {}: notifications of that month cannot be stored until it exists",
                    thisMonth().plusMonths(1));
        }
    }

    /// Notifications before this instant are refused: their partition is dropped or about to be.
    Instant oldest() {
        return start(oldestKept());
    }

    /// Whether the id has a partition that is not about to be dropped.
    boolean hold(UUID id) {
        YearMonth month = monthOf(id);
        return months.contains(month) && !month.isBefore(oldestKept());
    }

    /// Ensures that the id has a partition.
    ///
    /// @throws IllegalStateException when there is none and it can't be created; the caller then has to retry
    void require(UUID id) {
        if (!months.contains(monthOf(id))) {
            ensure();
            if (!months.contains(monthOf(id))) {
                throw new IllegalStateException("the inbox has no partition for " + monthOf(id));
            }
        }
    }

    NavigableSet<YearMonth> all() {
        return new TreeSet<>(months);
    }

    /// The partitions that are past their retention.
    NavigableSet<YearMonth> over() {
        return new TreeSet<>(months).headSet(oldestKept(), false);
    }

    /// Drops a partition if it is empty. It waits at most 1 s for readers of the table; if that is not enough, the next
    /// daily run tries again.
    void drop(YearMonth month) {
        String table = table(month);
        transactions.executeWithoutResult(status -> {
            jdbc.query(ALONE, row -> {});
            if (present().contains(month) && isEmpty(table)) {
                jdbc.execute("set local lock_timeout = '1s'");
                jdbc.execute("alter table inbox detach partition " + table);
                jdbc.execute("drop table " + table);
                LOG.info("Dropped the empty inbox partition of {}", month);
            }
        });
        months = present();
    }

    private boolean isEmpty(String table) {
        return jdbc.queryForList("select 1 from " + table + " limit 1").isEmpty();
    }

    /// The table to query for these ids. If all are of one month it is that month's partition, so that the statement
    /// opens, locks and searches one table instead of sixteen. For months before the last one it is the parent table,
    /// because an old partition may be dropped at any moment.
    String tableOf(Collection<UUID> ids) {
        YearMonth month = null;
        for (UUID id : ids) {
            YearMonth next = monthOf(id);
            if (month != null && !month.equals(next)) {
                return "inbox";
            }
            month = next;
        }
        return month == null
                        || !months.contains(month)
                        || month.isBefore(thisMonth().minusMonths(1))
                ? "inbox"
                : table(month);
    }

    static String table(YearMonth month) {
        return "inbox_%04d_%02d".formatted(month.getYear(), month.getMonthValue());
    }

    /// The smallest id of an instant.
    static UUID idAt(Instant instant) {
        return new UUID(instant.toEpochMilli() << 16, 0);
    }

    private void create(YearMonth month) {
        String table = table(month);
        // `attach` does not block readers and writers; `create table … partition of` would
        jdbc.execute(
                "create table " + table + " (like inbox including defaults including storage)");
        jdbc.execute(
                "alter table inbox attach partition %s for values from ('%s') to ('%s')"
                        .formatted(table, idAt(start(month)), idAt(start(month.plusMonths(1)))));
    }

    private NavigableSet<YearMonth> present() {
        TreeSet<YearMonth> present = new TreeSet<>();
        for (String name : jdbc.queryForList(NAMES, String.class)) {
            String[] parts = name.split("_", -1);
            present.add(YearMonth.of(Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
        }
        return present;
    }

    private long ahead() {
        return months.isEmpty() ? -1 : ChronoUnit.MONTHS.between(thisMonth(), months.last());
    }

    private YearMonth oldestKept() {
        return thisMonth().minusMonths(properties.monthsBack());
    }

    private YearMonth thisMonth() {
        return monthOf(clock.instant());
    }

    private static YearMonth monthOf(UUID id) {
        return monthOf(Identity.timeOf(id));
    }

    private static YearMonth monthOf(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
