package dev.carillon.local;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `./carillon stop`: asks the launcher to stop and waits until it has ended.
final class StopCommand {
    private static final int PATIENCE_SECONDS = 90;

    private StopCommand() {}

    static int run(Path directory) {
        Optional<ProcessHandle> launcher =
                new RunFile(directory).read().flatMap(state -> state.launcher().find());
        if (launcher.isEmpty()) {
            System.out.println("No stack is running in " + directory + ".");
            return 0;
        }
        launcher.get().destroy();
        try {
            launcher.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stillThere) {
            throw new StackException(
                    "The launcher (process %d) has not stopped after %d s. Use kill -9 %d to stop it and all its processes."
                            .formatted(
                                    launcher.get().pid(), PATIENCE_SECONDS, launcher.get().pid()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        }
        System.out.println("Carillon has stopped.");
        return 0;
    }
}
