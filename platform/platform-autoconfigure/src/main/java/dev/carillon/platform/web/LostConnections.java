package dev.carillon.platform.web;

import dev.carillon.platform.database.SqlStates;

/// Finds out whether a fault was caused by a connection that the database ended, refused or lost. Spring translates the
/// fault of a failed rollback to no specific type.
final class LostConnections {
    /// Connection exception, insufficient resources, operator intervention, and idle-in-transaction timeout.
    private static final String[] STATES = {"08", "53", "57P", "25P03"};

    private LostConnections() {}

    static boolean isCauseOf(Throwable fault) {
        return SqlStates.isCause(fault, STATES) || SqlStates.isOfPool(fault);
    }
}
