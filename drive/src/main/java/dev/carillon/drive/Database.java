package dev.carillon.drive;

import dev.carillon.local.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The tables of a stack, as an operator with psql sees them; for what no API shows. Thread-safe: each call opens its
/// own connection.
public final class Database {
    private static final int FETCHED = 5_000;

    private final Stack stack;

    public Database(Stack stack) {
        this.stack = stack;
    }

    /// Converts a row.
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public <T> List<T> all(String sql, Reader<T> reader, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
                return all;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Reads a large result row by row, without holding it all in memory.
    public <T> void each(String sql, Reader<T> reader, Consumer<T> taker) {
        try (Connection connection = connect()) {
            // Otherwise the driver fetches all rows before the first.
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(FETCHED);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        taker.accept(reader.read(rows));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// The one number that a query returns.
    public long number(String sql, Object... parameters) {
        return all(sql, row -> row.getLong(1), parameters).getFirst();
    }

    /// Changes the tables and returns the number of changed rows.
    public int change(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Locks a table: writers wait until the returned object is closed, readers continue.
    public Held hold(String table) {
        return new Held(table);
    }

    /// A locked table.
    public final class Held implements AutoCloseable {
        private final String table;
        private final Connection connection;

        private Held(String table) {
            this.table = table;
            try {
                connection = connect();
                connection.setAutoCommit(false);
                try (Statement lock = connection.createStatement()) {
                    lock.execute("lock table " + table + " in share mode");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(table, e);
            }
        }

        /// The number of inserts that wait for the lock.
        public long waitingInserts() {
            return number(
                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~* ?",
                    "insert\\s+into\\s+([a-z]+\\.)?"
                            + table.substring(table.indexOf('.') + 1)
                            + "\\M");
        }

        public long rows() {
            return number("select count(*) from " + table);
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(table, e);
            }
        }
    }

    /// A connection as superuser; the caller closes it.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(stack.database(), "postgres", "");
    }
}
