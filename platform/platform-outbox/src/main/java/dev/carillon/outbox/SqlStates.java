package dev.carillon.outbox;

import java.sql.SQLException;

/// Interprets PostgreSQL's error codes.
final class SqlStates {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private SqlStates() {}

    static boolean isLockTimeout(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }
}
