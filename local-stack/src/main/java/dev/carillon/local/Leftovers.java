package dev.carillon.local;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Processes that a killed launcher left in a directory. Its guard ends them within seconds; this class waits until
/// they are gone.
///
/// @param settings settings of the stack that will start
/// @param events is notified when there is something to wait for
record Leftovers(StackSettings settings, StackEvents events) {
    private static final int PATIENCE_SECONDS = 10;

    void await() {
        RunFile file = new RunFile(settings.directory());
        List<ProcessHandle> left =
                file.read().stream()
                        .flatMap(state -> state.processes().stream())
                        .map(RunFile.Entry::identity)
                        .filter(Objects::nonNull)
                        .map(RunFile.Identity::find)
                        .flatMap(Optional::stream)
                        .toList();
        if (!left.isEmpty()) {
            events.progress("waiting for the processes of an earlier stack to end");
            end(left);
        }
        file.delete();
    }

    private static void end(List<ProcessHandle> left) {
        CompletableFuture<Void> gone =
                CompletableFuture.allOf(
                        left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            gone.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception notInTime) {
            left.forEach(ProcessHandle::destroyForcibly);
            gone.join();
        }
    }
}
