package dev.carillon.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// The answers to what is more than a replica takes in, rendered once. Their `Retry-After` differs, so that those refused together do
/// not come back together.
final class Refusals {
    private static final int LATEST_SECONDS = 5;

    private final List<ProblemWriter.Rendered> answers =
            IntStream.rangeClosed(1, LATEST_SECONDS)
                    .mapToObj(Duration::ofSeconds)
                    .map(after -> ProblemWriter.render(Problems.overloaded(after)))
                    .toList();

    private volatile BooleanSupplier crowded = () -> false;

    /// Has the connection of one that is refused closed, while that is so. Else it stays, which costs both sides less than another.
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
