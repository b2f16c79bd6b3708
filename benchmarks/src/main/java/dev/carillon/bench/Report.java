package dev.carillon.bench;

import dev.carillon.events.EventJson;
import dev.carillon.local.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// A whole run: machine, time, settings and results.
///
/// @param settings the options of the run
record Report(
        Instant at,
        long seconds,
        Machine machine,
        Map<String, Object> settings,
        List<Section.Found> sections) {
    Report {
        settings = Map.copyOf(settings);
        sections = List.copyOf(sections);
    }

    /// @throws StackException when the file is no report; the message names it
    static Report read(Path file) {
        try {
            return EventJson.read(Files.readAllBytes(file), Report.class);
        } catch (IOException | JacksonException unreadable) {
            throw new StackException(
                    "%s is no report of ./carillon bench: %s"
                            .formatted(file, unreadable.getMessage()));
        }
    }

    void write(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(
                file, EventJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }

    boolean hasNoFault() {
        return sections.stream().allMatch(section -> section.faults().isEmpty());
    }
}
