package dev.carillon.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `./carillon status`: shows the processes, their ports and their health. The exit code is 0 only when every process
/// is ready.
final class StatusCommand {
    private static final String READY = "ready";

    private StatusCommand() {}

    /// @param state `ready`, `not ready` or `stopped`
    /// @param launcherPid null when nothing runs
    record Status(
            String state,
            String directory,
            @Nullable Long launcherPid,
            Map<String, String> urls,
            List<ProcessStatus> processes) {}

    /// @param health `ready`, `starting` (it runs but is not ready) or `down`
    record ProcessStatus(
            String name,
            @Nullable Long pid,
            int port,
            @Nullable Integer managementPort,
            String health,
            int restarts,
            @Nullable String detail) {}

    static int run(Path directory, boolean json) {
        Status status = look(directory);
        if (json) {
            System.out.println(
                    RunFile.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(status));
        } else {
            print(status, System.out);
        }
        return status.state().equals(READY) ? 0 : 1;
    }

    static Status look(Path directory) {
        Optional<RunFile.State> state = new RunFile(directory).read();
        boolean running = state.flatMap(found -> found.launcher().find()).isPresent();
        if (state.isEmpty() || !running) {
            return new Status("stopped", directory.toString(), null, Map.of(), List.of());
        }
        List<ProcessStatus> processes =
                state.get().processes().stream().parallel().map(StatusCommand::look).toList();
        boolean complete = processes.size() >= Service.values().length + 3;
        boolean ready =
                complete && processes.stream().allMatch(process -> process.health().equals(READY));
        return new Status(
                ready ? READY : "not ready",
                directory.toString(),
                state.get().launcher().pid(),
                Urls.of(state.get().ports()),
                processes);
    }

    private static ProcessStatus look(RunFile.Entry entry) {
        Optional<ProcessHandle> process =
                Optional.ofNullable(entry.identity()).flatMap(RunFile.Identity::find);
        String missing = missing(entry);
        String health = process.isEmpty() ? "down" : missing.isEmpty() ? READY : "starting";
        return new ProcessStatus(
                entry.name(),
                process.map(ProcessHandle::pid).orElse(null),
                entry.port(),
                entry.managementPort(),
                health,
                entry.restarts(),
                health.equals("starting") ? missing : null);
    }

    private static String missing(RunFile.Entry entry) {
        Integer management = entry.managementPort();
        return management == null ? Health.ofPort(entry.port()) : Health.ofService(management);
    }

    private static void print(Status status, PrintStream out) {
        if (status.launcherPid() == null) {
            out.println(
                    "No stack is running in "
                            + status.directory()
                            + ". Start one with ./carillon start.");
            return;
        }
        out.printf(
                "Carillon is %s (launcher %d, %s)%n%n",
                status.state(), status.launcherPid(), status.directory());
        out.printf(
                "  %-26s %-9s %7s %7s %11s %9s%n",
                "process", "health", "pid", "port", "management", "restarts");
        List<String> details = new ArrayList<>();
        for (ProcessStatus process : status.processes()) {
            out.printf(
                    "  %-26s %-9s %7s %7d %11s %9d%n",
                    process.name(),
                    process.health(),
                    process.pid() == null ? "-" : process.pid().toString(),
                    process.port(),
                    process.managementPort() == null ? "-" : process.managementPort().toString(),
                    process.restarts());
            if (process.detail() != null) {
                details.add("  " + process.name() + ": " + process.detail());
            }
        }
        out.println();
        details.forEach(out::println);
        status.urls().forEach((name, url) -> out.printf("  %-10s %s%n", name, url));
    }
}
