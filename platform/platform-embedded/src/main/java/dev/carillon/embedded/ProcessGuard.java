package dev.carillon.embedded;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Ends child processes when this JVM is gone, whatever ended it: a small shell reads a pipe that only this JVM holds,
/// and when the pipe closes it signals the processes it was told of, and kills after 5 s what is still there.
///
/// The shell runs in a session of its own where the system allows it, so that a signal to the JVM's process group
/// leaves it alive to do its work. Safe for use by several threads.
public final class ProcessGuard implements AutoCloseable {
    private final Process shell;
    private final BufferedWriter orders;

    private ProcessGuard(Process shell) {
        this.shell = shell;
        this.orders = shell.outputWriter(StandardCharsets.UTF_8);
    }

    /// Starts a guard.
    ///
    /// @throws UncheckedIOException when the shell cannot be started
    public static ProcessGuard start() {
        try (InputStream script = ProcessGuard.class.getResourceAsStream("process-guard.sh")) {
            if (script == null) {
                throw new IllegalStateException("process-guard.sh is missing from the jar");
            }
            List<String> command = new ArrayList<>(OwnSession.prefix());
            command.addAll(
                    List.of(
                            "/bin/sh",
                            "-c",
                            new String(script.readAllBytes(), StandardCharsets.UTF_8)));
            return new ProcessGuard(
                    new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start());
        } catch (IOException failure) {
            throw new UncheckedIOException("the guard of child processes did not start", failure);
        }
    }

    /// The guard's own process, for whoever shows or watches it.
    public Process process() {
        return shell;
    }

    /// From now on, until it ends, the process gets `signal` (`TERM`, `INT`, …) when this JVM is gone.
    ///
    /// @throws UncheckedIOException when the guard has ended
    public void watch(Process process, String signal) {
        try {
            order("watch " + process.pid() + " " + signal);
        } catch (IOException gone) {
            throw new UncheckedIOException("the guard of child processes has ended", gone);
        }
        var _ = process.onExit().thenRun(() -> forget(process));
    }

    /// Its number may be given to another process from now on.
    private void forget(Process process) {
        try {
            order("forget " + process.pid());
        } catch (IOException gone) {
            // A guard that has ended watches nothing.
        }
    }

    private synchronized void order(String line) throws IOException {
        orders.write(line);
        orders.newLine();
        orders.flush();
    }

    /// Ends the guard and, with it, everything that it still watches; returns when that is done.
    @Override
    public void close() {
        try {
            synchronized (this) {
                orders.close();
            }
            shell.waitFor();
        } catch (IOException alreadyGone) {
            shell.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
