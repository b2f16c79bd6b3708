package dev.carillon.bench;

import dev.carillon.embedded.Directories;
import dev.carillon.local.Compilation;
import dev.carillon.local.Service;
import dev.carillon.local.Stack;
import dev.carillon.local.StackException;
import dev.carillon.local.StackSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `./carillon bench`: measures a separate stack. Exit codes: 0 when nothing was missing and nothing arrived twice, 1
/// otherwise, 2 for a wrong option.
public final class Bench {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final Options options;

    private Bench(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(run(System.out, System.err, arguments));
    }

    /// Returns the exit code.
    static int run(PrintStream out, PrintStream errors, String... arguments) throws IOException {
        try {
            Options options = Options.of(arguments);
            Optional<Report> before = options.compare().map(Report::read);
            Bench bench = new Bench(out, options);
            Report report =
                    options.from().isPresent()
                            ? Report.read(options.from().get())
                            : bench.measure();
            before.ifPresent(was -> Comparison.of(was, report).print(out));
            if (options.writeDocs()) {
                new Page(options.root()).write(report);
                out.println("docs/benchmarks.md is written.");
            }
            return report.hasNoFault() ? 0 : 1;
        } catch (StackException wrong) {
            errors.println(wrong.getMessage());
            return 2;
        }
    }

    private Report measure() throws IOException {
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        long begun = System.nanoTime();
        Path directory = Files.createTempDirectory("carillon-bench");
        Machine machine = Machine.describe(directory);
        out.printf(
                "bench on %d cores, %,d MB, fsync %.2f ms; logs are in %s%n%n",
                machine.cores(),
                machine.memoryMegabytes(),
                machine.fsyncMillis(),
                directory.resolve("logs"));
        StackSettings settings =
                StackSettings.forTest(options.root(), directory)
                        .withProperty(Service.API, "carillon.rate-limit.user", "1000000");
        List<Section.Found> found = new ArrayList<>();
        for (Compilation compilation : Compilation.values()) {
            List<Measurement> on =
                    options.inOrder().stream()
                            .filter(each -> each.compilation() == compilation)
                            .toList();
            if (!on.isEmpty()) {
                found.addAll(measure(on, settings.withCompilation(compilation)));
            }
        }
        Report report =
                new Report(
                        at,
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                        machine,
                        options.described(),
                        found);
        Path file =
                options.json()
                        .orElse(
                                options.root()
                                        .resolve(
                                                ".carillon/bench/bench-"
                                                        + NAME.format(at)
                                                        + ".json"));
        report.write(file);
        if (report.hasNoFault()) {
            Directories.delete(directory); // Contains gigabytes after the large table was filled.
        }
        out.printf("%nThe whole run took %d s; the report is %s%n%n", report.seconds(), file);
        return report;
    }

    /// Runs the measurements on one stack, after its warm-up.
    private List<Section.Found> measure(List<Measurement> measurements, StackSettings settings) {
        List<Section.Found> found = new ArrayList<>();
        try (Started started = start(settings)) {
            out.printf(
                    "%n%s compilation: ready after %.1f s%n",
                    settings.compilation().name().toLowerCase(Locale.ROOT),
                    started.ready().toMillis() / 1e3);
            Lab lab = new Lab(started.stack(), options, started.ready(), out);
            if (settings.compilation() == Compilation.FULL) {
                lab.say("warming up for %d s", options.warmUp().toSeconds());
                new EventToFrame(lab).warmUp(options.warmUp());
            }
            for (Measurement each : measurements) {
                out.printf("%n%s: %s%n", each.title(), each.words());
                Section section = new Section(each.title());
                each.measure(lab, section);
                found.add(section.found());
                report(section.found());
            }
            lab.log().close();
        }
        return found;
    }

    /// A stack, and how long it took until it was ready.
    private record Started(Stack stack, Duration ready) implements AutoCloseable {
        @Override
        public void close() {
            stack.close();
        }
    }

    /// The first start of a build creates its caches and must not be measured. In that case the stack is started a
    /// second time.
    private Started start(StackSettings settings) {
        Progress progress = new Progress(out);
        Started started = startOnce(settings, progress);
        if (!progress.hasPrepared()) {
            return started;
        }
        started.close();
        return startOnce(settings, progress);
    }

    private static Started startOnce(StackSettings settings, Progress progress) {
        Stack stack = Stack.openFresh(settings, progress);
        long begun = System.nanoTime();
        try {
            stack.start();
        } catch (StackException failure) {
            stack.close();
            throw failure;
        }
        return new Started(stack, Duration.ofNanos(System.nanoTime() - begun));
    }

    private void report(Section.Found section) {
        section.figures().stream()
                .filter(figure -> figure.aim() != null)
                .forEach(figure ->
                        out.printf(
                                "  %s %-50s %10s %s (aim %s)%n",
                                figure.meetsItsAim() ? "✓" : "✗",
                                figure.key(),
                                Figure.text(figure.value()),
                                figure.unit(),
                                Figure.text(figure.aim())));
        section.faults().forEach(fault -> out.println("  FAULT: " + fault));
    }
}
