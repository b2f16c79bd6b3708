package dev.carillon.api.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.PreparedStatementSetter;

/// Rows turned into one array a column, for `unnest`: a batch is one statement of fixed text, whatever its size.
final class Columns<T> implements PreparedStatementSetter {
    private final Collection<T> rows;
    private final List<Column<T>> columns = new ArrayList<>();

    private record Column<T>(String type, Function<T, @Nullable Object> value) {}

    private Columns(Collection<T> rows) {
        this.rows = rows;
    }

    static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(rows);
    }

    Columns<T> text(Function<T, @Nullable String> value) {
        return add("text", value::apply);
    }

    Columns<T> uuid(Function<T, @Nullable UUID> value) {
        return add("uuid", value::apply);
    }

    Columns<T> number(Function<T, @Nullable Long> value) {
        return add("int8", value::apply);
    }

    Columns<T> bool(Function<T, Boolean> value) {
        return add("bool", value::apply);
    }

    Columns<T> instant(Function<T, @Nullable Instant> value) {
        return add(
                "timestamptz",
                row -> {
                    Instant instant = value.apply(row);
                    return instant == null ? null : instant.toString();
                });
    }

    private Columns<T> add(String type, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(type, value));
        return this;
    }

    /// Binds the columns in the order in which they were added, to the first parameters.
    @Override
    public void setValues(PreparedStatement statement) throws SQLException {
        Connection connection = statement.getConnection();
        for (int column = 0; column < columns.size(); column++) {
            Column<T> described = columns.get(column);
            @Nullable Object[] values = new @Nullable Object[rows.size()];
            int row = 0;
            for (T each : rows) {
                values[row++] = described.value().apply(each);
            }
            statement.setArray(column + 1, connection.createArrayOf(described.type(), values));
        }
    }
}
