package dev.carillon.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A server's process: it runs in a session of its own, is guarded, and is stopped with a signal of its own.
final class ServerProcess {
    private static final int LOG_TAIL = 1_500;

    private final String name;
    private final Process process;
    private final Path log;
    private final String stopSignal;

    private ServerProcess(String name, Process process, Path log, String stopSignal) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.stopSignal = stopSignal;
    }

    static ServerProcess start(
            String name, List<String> command, Path log, String stopSignal, ProcessGuard guard)
            throws IOException {
        List<String> whole = new ArrayList<>(OwnSession.prefix());
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        guard.watch(process, stopSignal);
        return new ServerProcess(name, process, log, stopSignal);
    }

    Process process() {
        return process;
    }

    /// Waits until the server is ready; ends it if that takes too long.
    void await(Duration patience, BooleanSupplier ready) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            name + " ended with code " + process.exitValue() + ": " + logTail());
                }
                if (System.nanoTime() > deadline) {
                    kill();
                    throw new IllegalStateException(
                            name
                                    + " did not answer within "
                                    + patience.toSeconds()
                                    + " s: "
                                    + logTail());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            kill();
            throw new IllegalStateException("interrupted while " + name + " started", interrupted);
        }
    }

    void stop(Duration patience) {
        try {
            if (process.isAlive()) {
                new ProcessBuilder("/bin/kill", "-s", stopSignal, Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start()
                        .waitFor();
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    kill();
                }
            }
        } catch (IOException noKill) {
            kill();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private String logTail() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = Math.max(0, all.length - LOG_TAIL);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            return "no log at " + log;
        }
    }
}
