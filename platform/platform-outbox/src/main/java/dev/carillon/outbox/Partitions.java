package dev.carillon.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daily partitions (`outbox_20260131`, in UTC). They are created ahead, and dropped when their day is over and all
/// their rows are below the mark.
///
/// Neither blocks a writer: a partition is created as a table of its own and attached (a share lock on the parent), and
/// is removed with `detach concurrently`.
final class Partitions {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final String PREFIX = OutboxSchema.TABLE + "_";

    private static final String TABLES =
            """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relkind = 'r' and c.relname ~ '^outbox_[0-9]{8}$'
            """;
    private static final String ATTACHED =
            """
            select c.relname, i.inhdetachpending from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = ?::regclass
            """;

    private final String schema;
    private final String table;
    private final int daysAhead;
    private final Clock clock;

    Partitions(String schema, int daysAhead, Clock clock) {
        if (daysAhead < 1) {
            throw new IllegalArgumentException("daysAhead must be at least 1");
        }
        this.schema = schema;
        this.table = Identifiers.qualified(schema, OutboxSchema.TABLE);
        this.daysAhead = daysAhead;
        this.clock = clock;
    }

    /// Creates the missing partitions from yesterday (because clocks differ) to the last day ahead. If a lock is not
    /// available within two seconds, the partition is left to the next run.
    void createAhead(Connection connection) throws SQLException {
        LocalDate today = today();
        List<LocalDate> missing = new ArrayList<>();
        Set<String> attached = attached(connection, false);
        for (LocalDate day = today.minusDays(1);
                !day.isAfter(today.plusDays(daysAhead));
                day = day.plusDays(1)) {
            if (!attached.contains(name(day))) {
                missing.add(day);
            }
        }
        for (LocalDate day : missing) {
            create(connection, day);
        }
    }

    /// How many days beyond today have a partition, without a gap; -1 if today has none.
    int daysReady(Connection connection) throws SQLException {
        Set<String> attached = attached(connection, false);
        int days = -1;
        while (attached.contains(name(today().plusDays(days + 1L)))) {
            days++;
        }
        return days;
    }

    /// Drops the partitions of days before `keepFrom` whose rows are all below the mark. The connection must be in
    /// auto-commit mode.
    ///
    /// @return the names of the dropped partitions
    List<String> dropBelow(Connection connection, String mark, LocalDate keepFrom)
            throws SQLException {
        for (String pending : attached(connection, true)) {
            execute(
                    connection,
                    "alter table %s detach partition %s.%s finalize"
                            .formatted(table, schema, pending));
        }
        Set<String> attached = attached(connection, false);
        List<String> dropped = new ArrayList<>();
        for (String name : tables(connection)) {
            if (!day(name).isBefore(keepFrom) || !day(name).isBefore(today())) {
                continue;
            }
            if (!isWhollyBelow(connection, name, mark)) {
                continue;
            }
            if (attached.contains(name)) {
                execute(
                        connection,
                        "alter table %s detach partition %s.%s concurrently"
                                .formatted(table, schema, name));
            }
            execute(connection, "drop table " + schema + "." + name);
            dropped.add(name);
        }
        return dropped;
    }

    /// The lock waits for transactions whose rows are not visible yet. If one still holds its lock after a second, the
    /// partition is kept until the next run.
    private boolean isWhollyBelow(Connection connection, String name, String mark)
            throws SQLException {
        String partition = schema + "." + name;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '1s'");
            statement.execute("lock table " + partition + " in share mode");
            try (PreparedStatement above =
                    connection.prepareStatement(
                            "select not exists (select from "
                                    + partition
                                    + " where transaction_id >= ?::xid8)")) {
                above.setString(1, mark);
                try (ResultSet rows = above.executeQuery()) {
                    rows.next();
                    return rows.getBoolean(1);
                }
            }
        } catch (SQLException e) {
            if (SqlStates.isLockTimeout(e)) {
                return false;
            }
            throw e;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void create(Connection connection, LocalDate day) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            try (PreparedStatement lock =
                    connection.prepareStatement(
                            "select set_config('lock_timeout', '2s', true), pg_advisory_xact_lock(hashtext(? || '.partitions'))")) {
                lock.setString(1, table);
                lock.execute();
            }
            if (!attached(connection, false).contains(name(day))) {
                String partition = schema + "." + name(day);
                execute(
                        connection,
                        "create table if not exists %s (like %s including defaults)"
                                .formatted(partition, table));
                execute(
                        connection,
                        "alter table %s attach partition %s for values from ('%s 00:00:00+00') to ('%s 00:00:00+00')"
                                .formatted(table, partition, day, day.plusDays(1)));
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!SqlStates.isLockTimeout(e)) {
                throw e;
            }
            LOG.info(
                    "Creating the partition of {} later: a transaction holds a lock on the outbox",
                    day);
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private Set<String> tables(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    private Set<String> attached(Connection connection, boolean detachPending) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(ATTACHED)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getBoolean(2) == detachPending) {
                        names.add(rows.getString(1));
                    }
                }
            }
        }
        return names;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static String name(LocalDate day) {
        return PREFIX + DAY.format(day);
    }

    private static LocalDate day(String name) {
        return LocalDate.parse(name.substring(PREFIX.length()), DAY);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
