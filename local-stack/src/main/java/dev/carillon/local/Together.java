package dev.carillon.local;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Does things side by side; the first failure is the failure of all. For one thread.
final class Together implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletionService<Boolean> ended = new ExecutorCompletionService<>(threads);
    private int running;

    /// Something to do.
    interface Task {
        void run() throws Exception;
    }

    void run(Task task) {
        running++;
        var _ =
                ended.submit(() -> {
                    task.run();
                    return true;
                });
    }

    /// Waits for everything begun so far.
    ///
    /// @throws StackException the first failure, as soon as it happens
    void await() {
        try {
            for (; running > 0; running--) {
                ended.take().get();
            }
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

    /// What still runs is interrupted.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
