package dev.carillon.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// The answers to requests beyond the limit, rendered once. Their `Retry-After` varies, so that callers that were
/// refused together do not all return together.
final class Refusals {
    private static final int LATEST_SECONDS = 5;

    private final List<ProblemWriter.Rendered> answers =
            IntStream.rangeClosed(1, LATEST_SECONDS)
                    .mapToObj(Duration::ofSeconds)
                    .map(after -> ProblemWriter.render(Problems.overloaded(after)))
                    .toList();

    private volatile BooleanSupplier crowded = () -> false;

    /// While the condition holds, a refusal also closes its connection. Otherwise the connection stays open, which is
    /// cheaper for both sides than a new one.
    void closeConnectionsWhile(BooleanSupplier crowded) {
        this.crowded = crowded;
    }

    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (crowded.getAsBoolean()) {
            response.setHeader("Connection", "close");
        }
        answers.get(ThreadLocalRandom.current().nextInt(answers.size())).write(request, response);
    }
}
