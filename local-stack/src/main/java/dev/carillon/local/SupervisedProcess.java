package dev.carillon.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process of the stack. It is started, watched, restarted when it ends unexpectedly, and stopped gracefully.
///
/// Its state changes only under its lock; waiting happens without the lock.
final class SupervisedProcess {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int KILLED = 137;
    private static final int TERMINATED = 143;

    private final String name;
    private final int port;
    private final Launch launch;
    private final boolean supervised;
    private final StackEvents events;
    private final Runnable changed;

    private @Nullable Process process;
    private boolean wanted;
    private boolean starting;
    private boolean wasReady;
    private int restarts;
    private long startedAt;
    private Duration pause = FIRST_PAUSE;

    /// @param changed called after each start and end, so that the run file can be updated
    SupervisedProcess(
            String name,
            int port,
            Launch launch,
            boolean supervised,
            StackEvents events,
            Runnable changed) {
        this.name = name;
        this.port = port;
        this.launch = launch;
        this.supervised = supervised;
        this.events = events;
        this.changed = changed;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    synchronized @Nullable Process process() {
        return process;
    }

    synchronized int restarts() {
        return restarts;
    }

    synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    /// Starts the process.
    ///
    /// @throws StackException when it cannot be started, or already runs
    void start() {
        synchronized (this) {
            if (starting || alive()) {
                throw new StackException(name + " is already running");
            }
            starting = true;
            wanted = true;
        }
        startProcess();
    }

    private void startProcess() {
        synchronized (this) {
            startedAt = System.nanoTime();
        }
        try {
            launched(launch.start());
        } catch (IOException | RuntimeException failure) {
            throw new StackException("Cannot start " + name + ": " + failure.getMessage(), failure);
        } finally {
            synchronized (this) {
                starting = false;
            }
        }
        changed.run();
    }

    private synchronized void launched(Process started) {
        process = started;
        if (!wanted) {
            started.destroy(); // It was stopped while it was starting.
        }
        var _ = started.onExit().thenAcceptAsync(this::ended, Thread::startVirtualThread);
    }

    /// Waits until the process is ready and reports that.
    ///
    /// @throws StackException when the process ended by itself or is not ready in time; the message says what it lacks
    void awaitReady(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        String missing = launch.missing();
        while (!missing.isEmpty()) {
            if (hasGivenUp()) {
                throw new StackException(name + " " + lastEnd());
            }
            if (System.nanoTime() > deadline) {
                throw new StackException(
                        "%s is not ready after %d s: %s"
                                .formatted(name, patience.toSeconds(), missing));
            }
            sleep(Duration.ofMillis(100));
            missing = launch.missing();
        }
        synchronized (this) {
            wasReady = true;
        }
        events.ready(name, Duration.ofNanos(System.nanoTime() - startedAtNanos()));
    }

    /// Whether the process will not be restarted. A program that ended with an error before it was ever ready gets one
    /// more attempt; after that it would fail again. A killed process is always restarted.
    private synchronized boolean hasGivenUp() {
        return process != null && !process.isAlive() && !isWantedAgain(process.exitValue());
    }

    private synchronized boolean isWantedAgain(int code) {
        return wanted
                && supervised
                && (wasReady || restarts == 0 || code == KILLED || code == TERMINATED);
    }

    private synchronized long startedAtNanos() {
        return startedAt;
    }

    private void ended(Process which) {
        Duration wait;
        boolean again;
        synchronized (this) {
            if (!which.equals(process) || !wanted) {
                return;
            }
            again = isWantedAgain(which.exitValue());
            wait = nextPause();
        }
        changed.run();
        if (again) {
            events.died(name, lastEnd(), wait);
            sleep(wait);
            startAgain();
        }
    }

    private synchronized Duration nextPause() {
        boolean settled = System.nanoTime() - startedAt > SETTLED.toNanos();
        Duration wait = settled ? FIRST_PAUSE : pause;
        Duration doubled = wait.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return wait;
    }

    /// Retries until the start succeeds: a process that could be started once can be started again.
    private void startAgain() {
        while (mayStartAgain()) {
            try {
                startProcess();
                sayWhenReady();
                return;
            } catch (StackException failure) {
                events.warning(failure.getMessage());
                sleep(nextPause());
            }
        }
    }

    /// A process that runs but is not ready is left running. If it ends, the watcher notices.
    private void sayWhenReady() {
        try {
            awaitReady(PATIENCE);
        } catch (StackException failure) {
            events.warning(failure.getMessage());
        }
    }

    private synchronized boolean mayStartAgain() {
        if (!wanted || starting || alive()) {
            return false;
        }
        starting = true;
        restarts++;
        return true;
    }

    private synchronized String lastEnd() {
        int code = process == null ? 0 : process.exitValue();
        return switch (code) {
            case KILLED -> "was killed";
            case TERMINATED -> "was terminated";
            default -> "ended with code " + code;
        };
    }

    /// Stops the process gracefully and waits until it has ended. Kills it when that takes longer than `grace`.
    ///
    /// @return whether it ended without being killed
    boolean stop(Duration grace) {
        Process current;
        synchronized (this) {
            wanted = false;
            current = process;
        }
        if (current == null || !current.isAlive()) {
            return true;
        }
        signal(launch.stopSignal());
        boolean graceful = false;
        try {
            graceful = current.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
            if (!graceful) {
                events.warning(
                        name
                                + " did not stop within "
                                + grace.toSeconds()
                                + " s and is being killed");
                current.destroyForcibly();
            }
            current.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            current.destroyForcibly();
        }
        changed.run();
        return graceful;
    }

    /// Kills the process like `kill -9` and waits until it has ended. A supervised process is restarted.
    void kill() {
        Process current = process();
        if (current != null) {
            current.destroyForcibly();
            current.onExit().join();
        }
    }

    /// Sends a signal by its name: `STOP`, `CONT`, `TERM`.
    void signal(String signal) {
        Process current = process();
        if (current == null || !current.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("/bin/kill", "-s", signal, Long.toString(current.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new StackException("Cannot send signal " + signal + " to " + name, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", interrupted);
        }
    }
}
