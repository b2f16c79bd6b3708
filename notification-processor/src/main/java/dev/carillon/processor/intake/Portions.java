package dev.carillon.processor.intake;

import dev.carillon.processor.routing.Candidate;
import java.util.ArrayList;
import java.util.List;

/// Splits the candidates of a batch into portions that fit one transaction and the memory: a poll may return 500
/// records, and each may name a thousand recipients. Not thread-safe.
final class Portions {
    private static final int CANDIDATES = 500;
    private static final long BYTES = 2L * 1024 * 1024;

    private final List<Candidate> portion = new ArrayList<>();
    private long bytes;

    /// Adds a candidate.
    ///
    /// @return true when the portion is full
    boolean add(Candidate candidate) {
        portion.add(candidate);
        bytes += candidate.content().bytes();
        return portion.size() >= CANDIDATES || bytes >= BYTES;
    }

    /// Returns the candidates added since the last call.
    List<Candidate> take() {
        List<Candidate> taken = List.copyOf(portion);
        portion.clear();
        bytes = 0;
        return taken;
    }
}
