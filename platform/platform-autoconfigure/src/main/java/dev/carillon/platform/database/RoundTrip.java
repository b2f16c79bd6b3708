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

/// Statements that go to the server together and are answered together: one exchange where each alone would be one, which for
/// small batches is most of what they cost. Not thread-safe.
///
/// The server runs them one after the other, and what a statement sees begins with itself: rows that the second reads are as
/// they were once the first had its locks. They fail together. Without a transaction around them they are one.
///
/// Statements have no more than the parameters of their columns, and no semicolons. Behind a query with a large answer may stand parameters
/// of 64 KB at most: the driver reads nothing before it has sent everything, so an answer that fills the buffers between both, while more
/// than they hold is still to be sent, would be waited for without end.
public final class RoundTrip {
    private static final String COMMIT = "commit";

    private final List<Step> steps = new ArrayList<>();

    private record Step(
            String sql, @Nullable Columns<?> columns, @Nullable RowCallbackHandler rows) {}

    /// Adds a statement without parameters or result.
    public RoundTrip execute(String sql) {
        return add(new Step(sql, null, null));
    }

    /// Adds a query, whose rows are handed on in order.
    public RoundTrip query(String sql, Columns<?> columns, RowCallbackHandler rows) {
        return add(new Step(sql, columns, rows));
    }

    /// Adds a change. What must be true of it has to be checked by the database.
    public RoundTrip update(String sql, Columns<?> columns) {
        return add(new Step(sql, columns, null));
    }

    /// Ends the transaction along with it: one that Spring began for this work alone, since an outer one would end as well. Nothing may
    /// follow in it, nor wait in the session of an entity manager for Spring's own commit, which has nothing left to send.
    public RoundTrip commit() {
        return execute(COMMIT);
    }

    /// Adds what another would do.
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

    /// Sends them and takes the answers, in order.
    ///
    /// @throws org.springframework.dao.DataAccessException when one failed: then none has changed anything, unless the connection broke,
    ///     and nobody knows
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
            throw new IllegalStateException("not what was announced: " + step.sql());
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
