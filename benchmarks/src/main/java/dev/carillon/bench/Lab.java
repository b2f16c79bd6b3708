package dev.carillon.bench;

import dev.carillon.drive.Callers;
import dev.carillon.drive.Database;
import dev.carillon.drive.EventLog;
import dev.carillon.local.Stack;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// What every measurement uses.
///
/// @param ready how long the stack took until it was ready
/// @param runs counts the runs; the number distinguishes what each of them sends
/// @param sustained notifications per second that this stack can sustain, as far as known: `--rate` until
///     it is measured
record Lab(
        Stack stack,
        Callers callers,
        EventLog log,
        Database database,
        Options options,
        Duration ready,
        PrintStream out,
        AtomicInteger runs,
        AtomicInteger sustained) {
    Lab(Stack stack, Options options, Duration ready, PrintStream out) {
        this(
                stack,
                new Callers(stack),
                new EventLog(stack),
                new Database(stack),
                options,
                ready,
                out,
                new AtomicInteger(),
                new AtomicInteger(options.rate()));
    }

    int nextRun() {
        return runs.incrementAndGet();
    }

    /// The people with a socket.
    List<String> people() {
        return people(options.sockets());
    }

    static List<String> people(int count) {
        return IntStream.range(0, count).mapToObj(i -> "bell-" + i).toList();
    }

    /// Prints progress.
    void say(String words, Object... values) {
        out.printf("  " + words + "%n", values);
        out.flush();
    }

    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long left;
        while ((left = end - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
        }
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
