package dev.carillon.platform.kafka;

import dev.carillon.platform.database.SqlStates;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/// Tells a value that will be refused for ever from a fault of the infrastructure, which passes: a listener that stores a batch
/// halves it for the one, and lets the batch come again for the other.
public final class RefusedValues {
    /// Program limit exceeded, such as an index row that is too long.
    private static final String PROGRAM_LIMIT = "54";

    private RefusedValues() {}

    /// Hands a batch on whole. One that is refused for its values is halved until the one at fault stands alone; all others are
    /// handed on, in order.
    ///
    /// @param kind of the faults that may be refusals; others are thrown, and so are faults of the infrastructure
    /// @param whole hands on all or nothing of what it is given; not called with nothing
    /// @param alone is told what is at fault, and how it was refused
    public static <T, E extends RuntimeException> void isolate(
            List<T> batch, Class<E> kind, Consumer<List<T>> whole, BiConsumer<T, E> alone) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            whole.accept(batch);
        } catch (RuntimeException refused) {
            if (!kind.isInstance(refused) || !isFault(refused)) {
                throw refused;
            }
            if (batch.size() == 1) {
                alone.accept(batch.getFirst(), kind.cast(refused));
                return;
            }
            int half = batch.size() / 2;
            isolate(batch.subList(0, half), kind, whole, alone);
            isolate(batch.subList(half, batch.size()), kind, whole, alone);
        }
    }

    /// Whether the values are at fault. What is no fault of database or transaction is one of making the values.
    static boolean isFault(RuntimeException fault) {
        if (fault instanceof DataAccessException refused) {
            return refused instanceof DataIntegrityViolationException
                    || SqlStates.isCause(refused, PROGRAM_LIMIT);
        }
        return !(fault instanceof TransactionException)
                && !(fault instanceof PublishInterruptedException);
    }
}
