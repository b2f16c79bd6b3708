package dev.carillon.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs tasks in parallel. The first failure is the failure of all.
final class Together implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();

    /// A task that may throw.
    interface Task {
        void run() throws Exception;
    }

    void run(Task task) {
        running.add(
                threads.submit(() -> {
                    task.run();
                    return null;
                }));
    }

    /// Waits for all tasks started so far.
    ///
    /// @throws StackException the first failure; the other tasks are interrupted
    void await() {
        try {
            for (Future<?> each : running) {
                each.get();
            }
            running.clear();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StackException plain) {
                throw plain;
            }
            throw new StackException(String.valueOf(failure.getCause()), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", interrupted);
        }
    }

    /// Interrupts the tasks that still run.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
