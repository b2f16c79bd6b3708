package dev.carillon.local;

import dev.carillon.embedded.OwnSession;
import dev.carillon.embedded.ProcessGuard;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Starts a JVM in a separate session and writes its output to a log file. Secrets are passed in the environment,
/// because every user of the machine can read a command line.
///
/// @param command the full command, including `java`
/// @param secrets environment variables of this process only
/// @param directory working directory
/// @param log file to which the output is appended
/// @param readiness what the process still lacks; empty when it is ready
/// @param guard ends the process when the launcher dies
record JavaLaunch(
        List<String> command,
        Map<String, String> secrets,
        Path directory,
        Path log,
        Supplier<String> readiness,
        ProcessGuard guard)
        implements Launch {
    /// Otherwise glibc gives every thread a separate malloc arena, which costs tens of MB in a JVM with many threads.
    private static final String ARENAS = "MALLOC_ARENA_MAX";

    JavaLaunch {
        command = List.copyOf(command);
        secrets = Map.copyOf(secrets);
    }

    @Override
    public Process start() throws IOException {
        Files.createDirectories(directory);
        Process process = prepare(log).start();
        guard.watch(process, stopSignal());
        return process;
    }

    /// Runs the command, waits for its end and returns its exit code.
    int run(Path output) throws IOException, InterruptedException {
        Process process = prepare(output).start();
        guard.watch(process, "KILL");
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            throw interrupted;
        }
    }

    private ProcessBuilder prepare(Path output) {
        List<String> whole = new ArrayList<>(OwnSession.prefix());
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole)
                        .directory(directory.toFile())
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(output.toFile()));
        // A service would read the launcher's own variables as unknown properties.
        builder.environment().keySet().removeIf(name -> name.startsWith("CARILLON_"));
        builder.environment().putIfAbsent(ARENAS, "2");
        builder.environment().putAll(secrets);
        return builder;
    }

    @Override
    public String missing() {
        return readiness.get();
    }
}
