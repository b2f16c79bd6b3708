package dev.carillon.platform.web;

import dev.carillon.events.Problem;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An error that is answered as it stands. Made by [Problems].
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;
    private final @Nullable Duration retryAfter;

    ProblemException(Problem problem, @Nullable Duration retryAfter) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    /// The `Retry-After` of the answer.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
