package dev.carillon.platform.kafka;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/// Tells a value that will be refused for ever from a fault of the infrastructure, which passes: a listener that stores a batch
/// halves it for the one, and lets the batch come again for the other.
public final class RefusedValues {
    /// Program limit exceeded, such as an index row that is too long.
    private static final String PROGRAM_LIMIT = "54";

    private RefusedValues() {}

    /// Whether the values are at fault. What is no fault of database or transaction is one of making the values.
    public static boolean isFault(RuntimeException fault) {
        if (fault instanceof DataAccessException refused) {
            return refused instanceof DataIntegrityViolationException || isProgramLimit(refused);
        }
        return !(fault instanceof TransactionException)
                && !(fault instanceof PublishInterruptedException);
    }

    private static boolean isProgramLimit(Throwable fault) {
        for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(PROGRAM_LIMIT)) {
                return true;
            }
        }
        return false;
    }
}
