package dev.carillon.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A bash that runs commands one after another, so that later commands see variables of earlier ones. Not thread-safe.
final class Terminal implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final String end = "end-" + UUID.randomUUID();
    private final Process bash;
    private final Writer in;
    private final BufferedReader out;

    Terminal(Path directory, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "--noprofile", "--norc")
                        .directory(directory.toFile())
                        .redirectErrorStream(true);
        builder.environment().putAll(environment);
        this.bash = builder.start();
        this.in = bash.outputWriter(StandardCharsets.UTF_8);
        this.out =
                new BufferedReader(
                        new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8));
    }

    /// The output of a command, from both its streams.
    record Answer(String text, int exit) {}

    Answer run(String command) {
        return CompletableFuture.supplyAsync(() -> ask(command))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /// Runs the command without input, so that it cannot read the commands that follow. The next command finds its exit
    /// code in `$?`.
    private Answer ask(String command) {
        try {
            in.write(
                    "{ "
                            + command
                            + "\n} </dev/null; _code=$?; printf '\\n%s %d\\n' '"
                            + end
                            + "' $_code; (exit $_code)\n");
            in.flush();
            StringBuilder text = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(end + " ")) {
                    return new Answer(
                            text.toString(), Integer.parseInt(line.substring(end.length() + 1)));
                }
                text.append(line).append('\n');
            }
            throw new IllegalStateException("bash has ended: " + text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        bash.destroy();
        in.close();
        out.close();
    }
}
