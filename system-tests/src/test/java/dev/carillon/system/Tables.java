package dev.carillon.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The tables, where nothing else tells.
final class Tables {
    private Tables() {}

    /// The one number that a query answers.
    static long number(String sql, Object... parameters) {
        try (Connection connection =
                        DriverManager.getConnection(World.stack().database(), "postgres", "");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes writers of a table wait until it is closed; readers go on.
    static Held hold(String table) {
        return new Held(table);
    }

    static final class Held implements AutoCloseable {
        private final String table;
        private final Connection connection;

        private Held(String table) {
            this.table = table;
            try {
                connection = DriverManager.getConnection(World.stack().database(), "postgres", "");
                connection.setAutoCommit(false);
                try (Statement lock = connection.createStatement()) {
                    lock.execute("lock table " + table + " in share mode");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        long waitingInserts() {
            return number(
                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~* ?",
                    "insert\\s+into\\s+([a-z]+\\.)?"
                            + table.substring(table.indexOf('.') + 1)
                            + "\\M");
        }

        long rows() {
            return number("select count(*) from " + table);
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
