package dev.carillon.platform.database;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the database said, under whatever was made of it on the way.
public final class SqlStates {
    private SqlStates() {}

    /// Whether a fault has a cause with a state that begins so.
    public static boolean isCause(Throwable fault, String... begins) {
        return hasCause(
                fault,
                sql ->
                        sql.getSQLState() != null
                                && Stream.of(begins).anyMatch(sql.getSQLState()::startsWith));
    }

    /// Whether a fault has a cause of JDBC without a state: the server and its driver give one, the pool does not, who has no
    /// connection to give or has closed one that broke.
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
