package dev.carillon.platform.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/// Work on many rows in bounded batches, each in its own transaction. So no statement holds many locks, and several
/// replicas can share the work.
public final class Batches {
    private Batches() {}

    /// Repeats until a batch is not full, and returns the total number of rows.
    ///
    /// @param batch processes at most the given number of rows, and returns how many it processed
    public static int untilDone(int size, IntUnaryOperator batch) {
        return whileFull(size, batch, () -> true);
    }

    /// The same, but starts no batch after the longest time; the next run does the rest.
    public static int untilDone(int size, IntUnaryOperator batch, Clock clock, Duration longest) {
        Instant end = clock.instant().plus(longest);
        return whileFull(size, batch, () -> clock.instant().isBefore(end));
    }

    private static int whileFull(int size, IntUnaryOperator batch, BooleanSupplier goesOn) {
        int total = 0;
        int taken;
        do {
            taken = batch.applyAsInt(size);
            total += taken;
        } while (taken == size && goesOn.getAsBoolean());
        return total;
    }
}
