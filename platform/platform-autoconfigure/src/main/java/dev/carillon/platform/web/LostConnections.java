package dev.carillon.platform.web;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out whether a fault comes of a connection that the database ended, refused or lost, whatever was made of it on the way: what
/// fails in rolling back is a fault of no kind to those who translate it.
final class LostConnections {
    /// Connection exception, insufficient resources, operator intervention, and the end of a transaction that stood idle.
    private static final String[] STATES = {"08", "53", "57P", "25P03"};

    private LostConnections() {}

    static boolean isCauseOf(Throwable fault) {
        for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isOf(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(@Nullable String state) {
        return state != null && Stream.of(STATES).anyMatch(state::startsWith);
    }
}
