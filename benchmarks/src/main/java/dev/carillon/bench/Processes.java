package dev.carillon.bench;

import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the processes of a stack take of the machine, children included, by the process file system of Linux; elsewhere nothing
/// is known.
final class Processes {
    private static final double TICKS_PER_SECOND = 100;

    private final Stack stack;

    Processes(Stack stack) {
        this.stack = stack;
    }

    static List<String> names() {
        List<String> names = new ArrayList<>(List.of("kafka", "postgres", "redis"));
        Arrays.stream(Service.values()).map(Service::title).forEach(names::add);
        return names;
    }

    static boolean areKnown() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /// The proportional set size of each process, in MB.
    Map<String, Double> memory() {
        Map<String, Double> memory = new LinkedHashMap<>();
        for (String name : names()) {
            memory.put(name, tree(name).mapToLong(Processes::pss).sum() / 1024.0);
        }
        return memory;
    }

    /// The most that each service's process had resident since it began, in MB.
    Map<String, Double> peaks() {
        Map<String, Double> peaks = new LinkedHashMap<>();
        ids().forEach((name, id) -> peaks.put(name, peak(id) / 1024.0));
        return peaks;
    }

    /// The number of each service's process; a process that ended has none.
    Map<String, Long> ids() {
        Map<String, Long> ids = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            if (stack.isAlive(service.title())) {
                ids.put(service.title(), stack.pid(service.title()));
            }
        }
        return ids;
    }

    /// The CPU time that each process has used up to now, in seconds.
    Map<String, Double> cpu() {
        Map<String, Double> used = new LinkedHashMap<>();
        for (String name : names()) {
            used.put(name, cpu(name));
        }
        return used;
    }

    /// The same of one process.
    double cpu(String name) {
        return tree(name).mapToLong(Processes::ticks).sum() / TICKS_PER_SECOND;
    }

    /// The same of those of its children whose command line holds a word.
    double cpu(String name, String word) {
        return tree(name)
                        .filter(each -> command(each).contains(word))
                        .mapToLong(Processes::ticks)
                        .sum()
                / TICKS_PER_SECOND;
    }

    private static String command(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    /// Begins to measure what each process takes of the CPU.
    Meter meter() {
        return new Meter(cpu(), System.nanoTime());
    }

    /// Measures from its making on.
    final class Meter {
        private final Map<String, Double> before;
        private final long begun;

        private Meter(Map<String, Double> before, long begun) {
            this.before = before;
            this.begun = begun;
        }

        /// What each process has taken of a core since then, in percent.
        Map<String, Double> percent() {
            double seconds = (System.nanoTime() - begun) / 1e9;
            Map<String, Double> percent = new LinkedHashMap<>();
            cpu().forEach((name, used) ->
                    percent.put(name, 100 * (used - before.getOrDefault(name, 0.0)) / seconds));
            return percent;
        }
    }

    /// Tells of each process that took more than a part in a hundred of a core.
    static void tell(String when, Map<String, Double> percent, Section section) {
        percent.forEach((name, value) -> {
            if (value >= 1) {
                section.add(Figure.less("CPU " + when + ", " + name, "", value, "% of a core"));
            }
        });
    }

    static double sum(Map<String, Double> each) {
        return each.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private Stream<ProcessHandle> tree(String name) {
        return stack.isAlive(name)
                ? ProcessHandle.of(stack.pid(name)).stream()
                        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                : Stream.empty();
    }

    private static long peak(long id) {
        return kilobytes(id, "status", "VmHWM:");
    }

    private static long pss(ProcessHandle process) {
        return kilobytes(process.pid(), "smaps_rollup", "Pss:");
    }

    /// 0 when the process is gone.
    private static long kilobytes(long id, String file, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(id), file))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException gone) {
            return 0;
        }
    }
}
