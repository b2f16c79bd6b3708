package dev.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes docs/benchmarks.md and its charts from a report only, so the page cannot contain a number that
/// was not measured.
final class Page {
    private static final String IMAGES = "images/benchmarks";

    private final Path docs;

    /// @param root root of the source tree
    Page(Path root) {
        this.docs = root.resolve("docs");
    }

    void write(Report report) throws IOException {
        Files.createDirectories(docs.resolve(IMAGES));
        StringBuilder page = new StringBuilder();
        page.append(head(report));
        for (Section.Found section : report.sections()) {
            page.append(section(section));
        }
        Files.writeString(docs.resolve("benchmarks.md"), page);
    }

    private static String head(Report report) {
        Machine machine = report.machine();
        return """
        # Benchmarks

        `./carillon bench --write-docs` wrote this page from its measurements. [The guide](guides/chaos-and-bench.md) explains each measurement. Don't
        compare absolute values of two machines. Compare the ratios to the raw components, which were measured in the same run.

        | | |
        |---|---|
        | when | %s, %d min |
        | processor | %d × %s |
        | memory | %,d MB |
        | system | %s |
        | JDK | %s |
        | writing 8 KB with fsync | %s ms (median) |
        | load average before the run | %s |
        | options | %s |

        Everything runs on this machine: Kafka, Postgres, Redis, the five services, the load generator and the receiving sockets. `footprint` measures the
        stack of `./carillon start`. Everything else runs on JVMs with full compilation, as in production, after a warm-up.

        %s\
        """
                .formatted(
                        report.at(),
                        Math.round(report.seconds() / 60.0),
                        machine.cores(),
                        machine.processor(),
                        machine.memoryMegabytes(),
                        machine.system(),
                        machine.jdk(),
                        Figure.text(machine.fsyncMillis()),
                        Figure.text(machine.load()),
                        report.settings().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(each ->
                                        each.getKey().replace('_', ' ') + " " + each.getValue())
                                .collect(Collectors.joining(", ")),
                        aims(report));
    }

    private static String aims(Report report) {
        StringBuilder table =
                new StringBuilder(
                        """
                        ## Targets

                        The targets are for two cores, including the load generator.

                        | | measured | target | |
                        |---|---|---|---|
                        """);
        for (Section.Found section : report.sections()) {
            for (Figure figure : section.figures()) {
                if (figure.aim() != null) {
                    table.append(
                            "| %s: %s | %s %s | %s %s | %s |\n"
                                    .formatted(
                                            section.name(),
                                            figure.key(),
                                            Figure.text(figure.value()),
                                            figure.unit(),
                                            figure.better() == Figure.Better.LESS ? "≤" : "≥",
                                            Figure.text(figure.aim()),
                                            figure.meetsItsAim() ? "met" : "**missed**"));
                }
            }
        }
        return table.append('\n').toString();
    }

    private String section(Section.Found section) throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("## `%s`\n\n%s.\n\n".formatted(section.name(), words(section.name())));
        for (Map.Entry<String, List<Figure>> unit : byUnit(section).entrySet()) {
            if (isPlotted(unit.getValue())) {
                page.append(plot(section.name(), unit.getKey(), unit.getValue()));
            }
        }
        page.append(table(section.figures()));
        section.faults().forEach(fault -> page.append("**Fault:** %s\n\n".formatted(fault)));
        return page.toString();
    }

    private static String words(String name) {
        return Arrays.stream(Measurement.values())
                .filter(each -> each.title().equals(name))
                .map(Measurement::words)
                .findFirst()
                .orElse(name);
    }

    /// One row per thing measured, one column per statistic.
    private static String table(List<Figure> figures) {
        Set<String> statistics = new LinkedHashSet<>();
        Map<String, Map<String, Figure>> rows = new LinkedHashMap<>();
        for (Figure figure : figures) {
            statistics.add(figure.statistic());
            rows.computeIfAbsent(figure.what() + "|" + figure.unit(), key -> new LinkedHashMap<>())
                    .put(figure.statistic(), figure);
        }
        StringBuilder table = new StringBuilder("| |");
        statistics.forEach(each -> table.append(" %s |".formatted(each)));
        table.append(" |\n|---|").append("---:|".repeat(statistics.size())).append("---|\n");
        rows.forEach((key, row) -> {
            Figure any = row.values().iterator().next();
            table.append("| %s |".formatted(any.what()));
            statistics.forEach(each -> table.append(" %s |".formatted(cell(row.get(each)))));
            table.append(" %s |\n".formatted(any.unit()));
        });
        return table.append('\n').toString();
    }

    private static String cell(@Nullable Figure figure) {
        if (figure == null) {
            return "";
        }
        String rounds =
                figure.rounds().isEmpty()
                        ? ""
                        : figure.rounds().stream()
                                .map(Figure::text)
                                .collect(Collectors.joining(", ", " (", ")"));
        return Figure.text(figure.value()) + rounds;
    }

    private static Map<String, List<Figure>> byUnit(Section.Found section) {
        return section.figures().stream()
                .filter(figure -> figure.better() != Figure.Better.NEITHER)
                .filter(figure -> !figure.statistic().equals("p99.9"))
                .collect(
                        Collectors.groupingBy(
                                Figure::unit, LinkedHashMap::new, Collectors.toList()));
    }

    private static boolean isPlotted(List<Figure> figures) {
        return figures.size() > 2;
    }

    private String plot(String section, String unit, List<Figure> figures) throws IOException {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (Figure figure : figures) {
            BarChart.Kind kind =
                    figure.what().startsWith("raw")
                            ? BarChart.Kind.RAW
                            : figure.statistic().equals("p99")
                                    ? BarChart.Kind.SECOND
                                    : BarChart.Kind.FIRST;
            Double aim = figure.aim();
            bars.add(new BarChart.Bar(figure.key(), figure.value(), kind, aim == null ? 0 : aim));
        }
        String file =
                "%s/%s-%s.svg"
                        .formatted(
                                IMAGES,
                                section,
                                unit.equals("×")
                                        ? "ratio"
                                        : unit.replaceAll("[^A-Za-z]+", "-")
                                                .replaceAll("^-|-$", ""));
        Files.writeString(docs.resolve(file), new BarChart(words(section), unit, bars).svg());
        return "![%s, %s](%s)\n\n".formatted(words(section), unit, file);
    }
}
