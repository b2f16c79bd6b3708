package dev.carillon.chaos;

import dev.carillon.local.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The tables as an operator with psql sees them.
final class Database {
    private final Stack stack;

    Database(Stack stack) {
        this.stack = stack;
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> all(String sql, Reader<T> reader) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long number(String sql) {
        return all(sql, row -> row.getLong(1)).getFirst();
    }

    /// Changes the tables and answers how many rows it changed.
    int change(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Drops each slot, after ending who streams from it.
    List<String> dropSlots() {
        List<String> slots =
                all("select slot_name from pg_replication_slots", row -> row.getString(1));
        for (String slot : slots) {
            while (number(
                            "select count(*) from pg_replication_slots where slot_name = '"
                                    + slot
                                    + "'")
                    > 0) {
                try (Connection connection = connect();
                        Statement statement = connection.createStatement()) {
                    statement.execute(
                            "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '"
                                    + slot
                                    + "' and active_pid is not null");
                    statement.execute("select pg_drop_replication_slot('" + slot + "')");
                } catch (SQLException active) {
                    Load.pause(Duration.ofMillis(10).toNanos()); // somebody streams from it again
                }
            }
        }
        return slots;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(stack.database(), "postgres", "");
    }
}
