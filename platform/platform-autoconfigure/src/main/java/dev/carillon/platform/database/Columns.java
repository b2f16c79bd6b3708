package dev.carillon.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.PreparedStatementSetter;

/// Rows as one array per column, for `unnest`: a batch is one statement with a fixed text, whatever its size. Not
/// thread-safe.
///
/// Arrays are typed, because the driver then sends texts, numbers and bytes in binary form. An array of objects would
/// be sent as one text, which the driver escapes and Postgres parses character by character.
///
/// @param <T> a row
public final class Columns<T> implements PreparedStatementSetter {
    private final Collection<T> rows;
    private final List<Column<T>> columns = new ArrayList<>();

    private record Column<T>(
            String type,
            IntFunction<@Nullable Object[]> array,
            Function<T, ? extends @Nullable Object> value) {}

    private Columns(Collection<T> rows) {
        this.rows = rows;
    }

    /// The columns of these rows. The rows are read when the statement is bound.
    public static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(rows);
    }

    /// A column of `text`, or of a type that the statement casts text to.
    public Columns<T> text(Function<T, @Nullable String> value) {
        return add("text", String[]::new, value);
    }

    /// A column of `uuid`.
    public Columns<T> uuid(Function<T, @Nullable UUID> value) {
        return add("uuid", UUID[]::new, value);
    }

    /// A column of `bigint`.
    public Columns<T> number(Function<T, @Nullable Long> value) {
        return add("int8", Long[]::new, value);
    }

    /// A column of `boolean`.
    public Columns<T> bool(Function<T, @Nullable Boolean> value) {
        return add("bool", Boolean[]::new, value);
    }

    /// A column of `bytea`.
    public Columns<T> bytes(Function<T, byte @Nullable []> value) {
        return add("bytea", byte[][]::new, value);
    }

    /// A column of `timestamptz`, with microseconds.
    public Columns<T> instant(Function<T, @Nullable Instant> value) {
        return add(
                "timestamptz",
                String[]::new,
                row -> {
                    Instant instant = value.apply(row);
                    return instant == null ? null : instant.toString();
                });
    }

    private Columns<T> add(
            String type,
            IntFunction<@Nullable Object[]> array,
            Function<T, ? extends @Nullable Object> value) {
        columns.add(new Column<>(type, array, value));
        return this;
    }

    /// Binds the columns in the order in which they were added, to the first parameters.
    @Override
    public void setValues(PreparedStatement statement) throws SQLException {
        bind(statement, 1);
    }

    /// Binds the columns, starting at a parameter; returns the index after the last one.
    int bind(PreparedStatement statement, int first) throws SQLException {
        Connection connection = statement.getConnection();
        for (int column = 0; column < columns.size(); column++) {
            Column<T> described = columns.get(column);
            @Nullable Object[] values = described.array().apply(rows.size());
            int row = 0;
            for (T each : rows) {
                values[row++] = described.value().apply(each);
            }
            statement.setArray(first + column, connection.createArrayOf(described.type(), values));
        }
        return first + columns.size();
    }
}
