package dev.carillon.processor.intake;

import dev.carillon.processor.routing.Candidate;
import java.util.ArrayList;
import java.util.List;

/// Cuts what a batch comes to into portions that one transaction and the memory can take: one poll may hold 500 records, and
/// each of them name a thousand people. For one thread.
final class Portions {
    private static final int CANDIDATES = 500;
    private static final long BYTES = 2L * 1024 * 1024;

    private final List<Candidate> portion = new ArrayList<>();
    private long bytes;

    /// Adds a candidate.
    ///
    /// @return whether the portion is full
    boolean add(Candidate candidate) {
        portion.add(candidate);
        bytes += candidate.content().bytes();
        return portion.size() >= CANDIDATES || bytes >= BYTES;
    }

    /// Hands over what was added since the last time.
    List<Candidate> take() {
        List<Candidate> taken = List.copyOf(portion);
        portion.clear();
        bytes = 0;
        return taken;
    }
}
