package dev.carillon.embedded;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Ends child processes when this JVM is gone, however it ended. A small shell reads from a pipe that only this JVM
/// holds open. When the pipe closes, it signals the watched processes, and kills those that are left after 5 s.
///
/// The shell runs in a session of its own if the system allows it, so that a signal to the JVM's process group does not
/// end it. Thread-safe.
public final class ProcessGuard implements AutoCloseable {
    private final Map<Process, String> watched = new LinkedHashMap<>();
    private Process shell;
    private BufferedWriter orders;
    private boolean closed;

    private ProcessGuard() throws IOException {
        shell = startShell();
        orders = shell.outputWriter(StandardCharsets.UTF_8);
        replaceWhenItDies(shell);
    }

    /// Starts a guard.
    ///
    /// @throws UncheckedIOException when the shell cannot be started
    public static ProcessGuard start() {
        try {
            return new ProcessGuard();
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "the process guard (process-guard.sh) did not start", failure);
        }
    }

    private static Process startShell() throws IOException {
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
            return new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        }
    }

    private void replaceWhenItDies(Process current) {
        var _ = current.onExit().thenRun(this::replace);
    }

    private synchronized void replace() {
        if (closed) {
            return;
        }
        try {
            shell = startShell();
            orders = shell.outputWriter(StandardCharsets.UTF_8);
            for (Map.Entry<Process, String> each : watched.entrySet()) {
                order(watchOrder(each.getKey(), each.getValue()));
            }
            replaceWhenItDies(shell);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "the process guard (process-guard.sh) did not start", failure);
        }
    }

    /// From now on, the process gets `signal` (`TERM`, `INT`, …) when this JVM is gone, unless it ended before.
    public void watch(Process process, String signal) {
        synchronized (this) {
            watched.put(process, signal);
            order(watchOrder(process, signal));
        }
        var _ = process.onExit().thenRun(() -> forget(process));
    }

    private static String watchOrder(Process process, String signal) {
        return "watch " + process.pid() + " " + signal;
    }

    /// Stops watching a process that ended: the system may give its process id to another process.
    private synchronized void forget(Process process) {
        watched.remove(process);
        order("forget " + process.pid());
    }

    private synchronized void order(String line) {
        if (closed) {
            return;
        }
        try {
            orders.write(line);
            orders.newLine();
            orders.flush();
        } catch (IOException shellDied) {
            // the next guard gets the list of all watched processes
        }
    }

    /// Ends the guard and every process that it still watches; returns when that is done.
    @Override
    public void close() {
        Process last;
        synchronized (this) {
            closed = true;
            last = shell;
            try {
                orders.close();
            } catch (IOException alreadyGone) {
                last.destroyForcibly();
            }
        }
        try {
            last.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
