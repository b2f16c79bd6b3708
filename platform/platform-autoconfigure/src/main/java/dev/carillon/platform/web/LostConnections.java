package dev.carillon.platform.web;

import dev.carillon.platform.database.SqlStates;

/// Finds out whether a fault comes of a connection that the database ended, refused or lost: what fails in rolling back is a fault of
/// no kind to those who translate it.
final class LostConnections {
    /// Connection exception, insufficient resources, operator intervention, and the end of a transaction that stood idle.
    private static final String[] STATES = {"08", "53", "57P", "25P03"};

    private LostConnections() {}

    static boolean isCauseOf(Throwable fault) {
        return SqlStates.isCause(fault, STATES) || SqlStates.isOfPool(fault);
    }
}
