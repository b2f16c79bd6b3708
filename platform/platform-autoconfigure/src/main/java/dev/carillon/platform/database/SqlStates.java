package dev.carillon.platform.database;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the SQL state of a fault, also when other exceptions wrap it.
public final class SqlStates {
    private SqlStates() {}

    /// Whether a cause of the fault has an SQL state with one of these prefixes.
    public static boolean isCause(Throwable fault, String... begins) {
        return hasCause(
                fault,
                sql ->
                        sql.getSQLState() != null
                                && Stream.of(begins).anyMatch(sql.getSQLState()::startsWith));
    }

    /// Whether a cause of the fault is a JDBC exception without an SQL state. The server and its driver set one; the
    /// connection pool does not, when it has no connection to give or closed one that broke.
    public static boolean isOfPool(Throwable fault) {
        return hasCause(
                fault,
                sql ->
                        sql.getSQLState() == null
                                && !(sql instanceof SQLFeatureNotSupportedException));
    }

    private static boolean hasCause(Throwable fault, Predicate<SQLException> wanted) {
        for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && wanted.test(sql)) {
                return true;
            }
        }
        return false;
    }
}
