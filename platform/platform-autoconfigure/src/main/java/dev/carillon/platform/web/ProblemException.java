package dev.carillon.platform.web;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An error that is sent to the caller unchanged. Created by [Problems].
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;
    private final @Nullable Duration retryAfter;

    ProblemException(Problem problem, @Nullable Duration retryAfter) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        assert isDocumented(problem) : problem.code() + " is not answered with " + problem.status();
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /// Whether docs/reference/errors.md lists the status for the code; checked in tests only, where assertions are on.
    private static boolean isDocumented(Problem problem) {
        return problem.code().statuses().contains(problem.status())
                || (problem.code() == ErrorCode.BAD_REQUEST && problem.status() < 500);
    }

    public Problem problem() {
        return problem;
    }

    /// The `Retry-After` header of the answer.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
