package dev.carillon.platform.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowCallbackHandler;

/// Statements that go to the server together and are answered together: one exchange where each alone would be one, which for
/// small batches is most of what they cost. Not thread-safe.
///
/// The server runs them one after the other, and what a statement sees begins with itself: rows that the second reads are as
/// they were once the first had its locks. They fail together. Without a transaction around them they are one.
///
/// Statements have no more than the parameters of their columns, and no semicolons.
public final class RoundTrip {
    private final List<Step> steps = new ArrayList<>();

    private record Step(
            String sql,
            @Nullable Columns<?> columns,
            @Nullable RowCallbackHandler rows,
            IntConsumer changed) {}

    /// Adds a statement without parameters or result.
    public RoundTrip execute(String sql) {
        return add(new Step(sql, null, null, count -> {}));
    }

    /// Adds a query, whose rows are handed on in order.
    public RoundTrip query(String sql, Columns<?> columns, RowCallbackHandler rows) {
        return add(new Step(sql, columns, rows, count -> {}));
    }

    /// Adds a change.
    ///
    /// @param changed is told how many rows it changed
    public RoundTrip update(String sql, Columns<?> columns, IntConsumer changed) {
        return add(new Step(sql, columns, null, changed));
    }

    /// Ends the transaction along with it. For the end of one that Spring began: nothing may follow in it, and Spring's own commit
    /// then has nothing left to send.
    public RoundTrip commit() {
        return execute("commit");
    }

    private RoundTrip add(Step step) {
        steps.add(step);
        return this;
    }

    /// Sends them and takes the answers, in order.
    ///
    /// @throws org.springframework.dao.DataAccessException when one failed; then none has changed anything
    public void run(JdbcTemplate jdbc) {
        if (steps.isEmpty()) {
            return;
        }
        String all = String.join(";\n", steps.stream().map(Step::sql).toList());
        PreparedStatementCallback<Boolean> exchange =
                statement -> {
                    bind(statement);
                    boolean isQuery = statement.execute();
                    for (Step step : steps) {
                        take(statement, step, isQuery);
                        isQuery = statement.getMoreResults();
                    }
                    return isQuery;
                };
        jdbc.execute(all, exchange);
    }

    private void bind(PreparedStatement statement) throws SQLException {
        int parameter = 1;
        for (Step step : steps) {
            if (step.columns() != null) {
                parameter = step.columns().bind(statement, parameter);
            }
        }
    }

    private static void take(PreparedStatement statement, Step step, boolean isQuery)
            throws SQLException {
        RowCallbackHandler rows = step.rows();
        if (isQuery != (rows != null)) {
            throw new IllegalStateException("not what was announced: " + step.sql());
        }
        if (rows == null) {
            step.changed().accept(statement.getUpdateCount());
            return;
        }
        try (ResultSet result = statement.getResultSet()) {
            while (result.next()) {
                rows.processRow(result);
            }
        }
    }
}
