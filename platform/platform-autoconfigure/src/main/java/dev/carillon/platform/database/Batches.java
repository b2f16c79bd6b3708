package dev.carillon.platform.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/// Work on many rows in bounded batches that commit one by one, so that no statement holds many locks and several replicas share
/// the work.
public final class Batches {
    private Batches() {}

    /// Repeats until a batch is not full, and returns how many rows there were in all.
    ///
    /// @param batch takes as many rows as it is told at most, and says how many it took
    public static int untilDone(int size, IntUnaryOperator batch) {
        return whileFull(size, batch, () -> true);
    }

    /// The same, and begins no batch after the longest time; what is left then is the next run's.
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
