package dev.carillon.api.inbox;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;

/// What the log may say of a refusal: messages of the database quote rows, and content stays out of logs.
final class SqlStates {
    private SqlStates() {}

    static String of(DataAccessException refused) {
        return refused.getMostSpecificCause() instanceof SQLException cause
                ? String.valueOf(cause.getSQLState())
                : refused.getClass().getSimpleName();
    }
}
