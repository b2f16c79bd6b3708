package dev.carillon.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The file `stack.json` in the directory of a stack: what its launcher started. It exists while a stack runs, and also
/// after its launcher was killed. A process belongs to the stack only if its start time equals the one in the file.
final class RunFile {
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();

    private final Path file;

    RunFile(Path directory) {
        this.file = directory.resolve("stack.json");
    }

    /// @param launcher the launcher's process
    /// @param directory the stack's directory
    /// @param ports by name, as in the options
    /// @param processes in the order of starting
    record State(
            Identity launcher,
            String directory,
            Map<String, Integer> ports,
            List<Entry> processes) {}

    /// A process id and the start time in seconds; operating systems reuse process ids.
    record Identity(long pid, long started) {
        static Identity of(ProcessHandle process) {
            return new Identity(process.pid(), startOf(process));
        }

        private static long startOf(ProcessHandle process) {
            return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
        }

        /// The process, if it is still running.
        Optional<ProcessHandle> find() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> Math.abs(startOf(process) - started) <= 1);
        }
    }

    /// @param identity null when the process is not running
    /// @param managementPort null when the process has none
    record Entry(
            String name,
            @Nullable Identity identity,
            int port,
            @Nullable Integer managementPort,
            int restarts) {}

    void write(State state) {
        try {
            Path part = file.resolveSibling("stack.json.part");
            Files.write(part, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new StackException("Cannot write " + file + ": " + failure.getMessage(), failure);
        }
    }

    /// The content of the file; empty when no stack was started here or it was stopped.
    Optional<State> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), State.class));
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new StackException("Cannot delete " + file, failure);
        }
    }
}
