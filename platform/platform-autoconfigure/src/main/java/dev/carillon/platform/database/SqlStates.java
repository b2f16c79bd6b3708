package dev.carillon.platform.database;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the database said, under whatever was made of it on the way.
public final class SqlStates {
    private SqlStates() {}

    /// Whether a fault has a cause with a state that begins so.
    public static boolean isCause(Throwable fault, String... begins) {
        for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && Stream.of(begins).anyMatch(sql.getSQLState()::startsWith)) {
                return true;
            }
        }
        return false;
    }
}
