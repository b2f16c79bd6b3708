package dev.carillon.platform.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowCallbackHandler;

/// Statements that are sent to the server together and answered together: one network round trip instead of one per
/// statement, which for small batches is most of the cost. Not thread-safe.
///
/// The server runs them one after the other, and each statement has its own snapshot: the second one sees rows as they
/// are after the first one got its locks. They fail together. Without an outer transaction they are one transaction.
///
/// Statements have no parameters but those of their columns, and no semicolons. After a query with a large answer, at
/// most 64 KB of parameters may follow: the driver sends everything before it reads. If the answer fills the network
/// buffers while the driver still has more to send than they hold, both sides wait forever.
public final class RoundTrip {
    private static final String COMMIT = "commit";

    private final List<Step> steps = new ArrayList<>();

    private record Step(
            String sql, @Nullable Columns<?> columns, @Nullable RowCallbackHandler rows) {}

    /// Adds a statement without parameters or result.
    public RoundTrip execute(String sql) {
        return add(new Step(sql, null, null));
    }

    /// Adds a query; its rows are passed to the handler in order.
    public RoundTrip query(String sql, Columns<?> columns, RowCallbackHandler rows) {
        return add(new Step(sql, columns, rows));
    }

    /// Adds a change. The caller cannot check its row count, so any condition must be checked by the database.
    public RoundTrip update(String sql, Columns<?> columns) {
        return add(new Step(sql, columns, null));
    }

    /// Commits the transaction in the same round trip. Use it only for a transaction that Spring began for this work
    /// alone, because an outer one would end too. Nothing may follow in it, and no entity manager may hold changes for
    /// Spring's own commit, which has nothing left to send.
    public RoundTrip commit() {
        return execute(COMMIT);
    }

    /// Adds the statements of another round trip.
    public RoundTrip then(RoundTrip other) {
        other.steps.forEach(this::add);
        return this;
    }

    private RoundTrip add(Step step) {
        if (!steps.isEmpty() && steps.getLast().sql().equals(COMMIT)) {
            throw new IllegalStateException("the transaction is over: " + step.sql());
        }
        steps.add(step);
        return this;
    }

    /// Sends the statements and reads the answers, in order.
    ///
    /// @throws org.springframework.dao.DataAccessException when a statement failed. Then nothing was changed; if the
    ///     connection broke, the outcome is unknown
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
        if (isQuery != (rows != null) || (!isQuery && statement.getUpdateCount() < 0)) {
            throw new IllegalStateException("unexpected kind of result: " + step.sql());
        }
        if (rows == null) {
            return;
        }
        try (ResultSet result = statement.getResultSet()) {
            while (result.next()) {
                rows.processRow(result);
            }
        }
    }
}
