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

/// How often a content was played before, and the time of its first event.
///
/// @param number 0 for the first series; `--again` starts the next one, whose ids end in `-<number>`
/// @param start time of the first line; each following line is one millisecond later
record Series(int number, Instant start) {
    /// The start of a content's first series. It is stored in the directory under the content's SHA-256.
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

    /// The next series of a content, starting now.
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

    /// The event's time. In the first series the line's own time is used if it has one.
    ///
    /// @param line line number, from 1
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

    /// Writes a temporary file and renames it, so that an interrupted run leaves the old or the new
    /// content, never a part.
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
