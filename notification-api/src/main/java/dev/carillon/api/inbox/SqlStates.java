package dev.carillon.api.inbox;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;

/// Extracts the SQL state of a database error, which may be logged. The error's message may not: it quotes rows, and
/// content must stay out of logs.
final class SqlStates {
    private SqlStates() {}

    static String of(DataAccessException refused) {
        return refused.getMostSpecificCause() instanceof SQLException cause
                ? String.valueOf(cause.getSQLState())
                : refused.getClass().getSimpleName();
    }
}
