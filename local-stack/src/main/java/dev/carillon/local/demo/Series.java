package dev.carillon.local.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Which playing of a content this is, and when it is set in time.
///
/// @param number 0 at first; `--again` starts the next, whose ids end in `-<number>`
/// @param start the instant of the first line; each line comes a millisecond after the one before
record Series(int number, Instant start) {
    /// The instant of a content's first run, kept in the directory under the content's SHA-256.
    static Series first(Path directory, String sha256, Instant now) throws IOException {
        Properties known = read(file(directory, sha256));
        String first = known.getProperty("first");
        if (first != null) {
            return new Series(0, Instant.parse(first));
        }
        Instant start = now.truncatedTo(ChronoUnit.MILLIS);
        known.setProperty("first", start.toString());
        write(file(directory, sha256), known);
        return new Series(0, start);
    }

    /// The next series of a content, from now on.
    static Series next(Path directory, String sha256, Instant now) throws IOException {
        Properties known = read(file(directory, sha256));
        int number = Integer.parseInt(known.getProperty("series", "0")) + 1;
        known.setProperty("series", Integer.toString(number));
        write(file(directory, sha256), known);
        return new Series(number, now.truncatedTo(ChronoUnit.MILLIS));
    }

    String id(String delivery) {
        return number == 0 ? delivery : delivery + "-" + number;
    }

    /// The event's time: in the first series the line's own counts, where it has one.
    ///
    /// @param line from 1
    String time(int line, @Nullable String own) {
        return number == 0 && own != null ? own : start.plusMillis(line - 1L).toString();
    }

    private static Path file(Path directory, String sha256) {
        return directory.resolve(sha256 + ".properties");
    }

    private static Properties read(Path file) throws IOException {
        Properties known = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                known.load(reader);
            }
        }
        return known;
    }

    /// Written beside and moved, so that a run that is stopped leaves the old or the new, never half.
    private static void write(Path file, Properties known) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
            known.store(writer, "when this content was first played, and how often again");
        }
        Files.move(
                fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
