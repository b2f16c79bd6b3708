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

/// Memory and CPU of a stack's processes, including their children, from Linux's /proc. On other systems
/// nothing is reported.
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

    /// The greatest resident size of each service's process since its start, in MB.
    Map<String, Double> peaks() {
        Map<String, Double> peaks = new LinkedHashMap<>();
        ids().forEach((name, id) -> peaks.put(name, peak(id) / 1024.0));
        return peaks;
    }

    /// The process id of each service; a process that ended is absent.
    Map<String, Long> ids() {
        Map<String, Long> ids = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            if (stack.isAlive(service.title())) {
                ids.put(service.title(), stack.pid(service.title()));
            }
        }
        return ids;
    }

    /// The CPU time of each process so far, in seconds.
    Map<String, Double> cpu() {
        Map<String, Double> used = new LinkedHashMap<>();
        for (String name : names()) {
            used.put(name, cpu(name));
        }
        return used;
    }

    /// The CPU time of one process, in seconds.
    double cpu(String name) {
        return tree(name).mapToLong(Processes::ticks).sum() / TICKS_PER_SECOND;
    }

    /// The CPU time of those children of a process whose command line contains the word.
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

    /// Starts measuring the CPU use of each process.
    Meter meter() {
        return new Meter(cpu(), System.nanoTime());
    }

    /// Measures from its creation on.
    final class Meter {
        private final Map<String, Double> before;
        private final long begun;

        private Meter(Map<String, Double> before, long begun) {
            this.before = before;
            this.begun = begun;
        }

        /// The CPU use of each process since then, in percent of a core.
        Map<String, Double> percent() {
            double seconds = (System.nanoTime() - begun) / 1e9;
            Map<String, Double> percent = new LinkedHashMap<>();
            cpu().forEach((name, used) ->
                    percent.put(name, 100 * (used - before.getOrDefault(name, 0.0)) / seconds));
            return percent;
        }
    }

    /// Reports every process that used more than one percent of a core.
    static void report(String when, Map<String, Double> percent, Section section) {
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

    /// 0 when the process has ended.
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
