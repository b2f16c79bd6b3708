package dev.carillon.platform.kafka;

import dev.carillon.platform.database.SqlStates;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/// Distinguishes values that the database will always reject from infrastructure failures, which pass. For the former,
/// a batch is split in halves until the rejected element is alone; for the latter, Kafka delivers the batch again.
public final class RefusedValues {
    /// Program limit exceeded, such as an index row that is too long.
    private static final String PROGRAM_LIMIT = "54";

    private RefusedValues() {}

    /// Passes on the whole batch. If its values are rejected, it is split in halves until the rejected element is
    /// alone; all others are passed on, in order.
    ///
    /// @param kind the type of exceptions that may be rejections; all others are thrown, and so are infrastructure
    ///     failures
    /// @param whole stores all or none of the given elements; not called with an empty list
    /// @param alone is called with the rejected element and the exception
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

    /// Whether the values are at fault. An exception that is neither of the database nor of the transaction comes from
    /// building the values.
    static boolean isFault(RuntimeException fault) {
        if (fault instanceof DataAccessException refused) {
            return refused instanceof DataIntegrityViolationException
                    || SqlStates.isCause(refused, PROGRAM_LIMIT);
        }
        return !(fault instanceof TransactionException)
                && !(fault instanceof PublishInterruptedException);
    }
}
