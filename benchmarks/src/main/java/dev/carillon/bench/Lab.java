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

/// What every measurement works with.
///
/// @param ready how long the stack took to be
/// @param runs counts the runs, whose numbers tell one from the other
/// @param sustained notifications a second that this stack keeps up with, as far as is known: `--rate` until it was measured
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

    /// Tells how it goes.
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
