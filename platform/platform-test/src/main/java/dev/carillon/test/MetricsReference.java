package dev.carillon.test;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares `docs/reference/metrics.md` with the `/actuator/prometheus` answer of a freshly started service: every
/// metric of Carillon's own exists before anything happened, with its labels and a help text.
///
/// With `-Ddocs.write=true` it writes the page instead.
public final class MetricsReference {
    private static final Pattern META = Pattern.compile("# (HELP|TYPE) (carillon_\\S+) ?(.*)");
    private static final Pattern SAMPLE =
            Pattern.compile("(carillon_[a-z0-9_]+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    /// Labels that belong to a histogram, and the service's name, which every metric has.
    private static final Set<String> LEFT_OUT = Set.of("le", "quantile", "application");

    /// Labels whose values depend on where the test runs.
    private static final Set<String> NAMES_ONLY = Set.of("component", "group", "topic");

    private static final int SHOWN = 12;

    private MetricsReference() {}

    /// Checks the section of a service.
    ///
    /// @throws AssertionError when a metric lacks its help text, or the page lists other metrics
    public static void check(Class<?> anchor, String section, FirstScrape scrape) {
        ReferencePage.check(anchor, "metrics.md", section, render(scrape.text()));
    }

    static String render(String text) {
        Map<String, Metric> metrics = new TreeMap<>();
        text.lines()
                .forEach(line -> {
                    Matcher meta = META.matcher(line);
                    Matcher sample = SAMPLE.matcher(line);
                    if (meta.matches()) {
                        Metric metric =
                                metrics.computeIfAbsent(meta.group(2), name -> new Metric());
                        if (meta.group(1).equals("HELP")) {
                            metric.help = meta.group(3).strip();
                        } else {
                            metric.kind = meta.group(3).strip();
                        }
                    } else if (sample.matches() && sample.group(2) != null) {
                        labels(metrics, sample.group(1), sample.group(2));
                    }
                });
        StringBuilder table =
                new StringBuilder(
                        "| metric | kind | unit | labels | meaning |\n|---|---|---|---|---|\n");
        metrics.forEach((name, metric) -> table.append(row(name, metric)));
        return table.toString();
    }

    private static void labels(Map<String, Metric> metrics, String sample, String labels) {
        String name = sample.replaceFirst("_(count|sum|bucket)$", "");
        Metric metric = metrics.getOrDefault(sample, metrics.get(name));
        if (metric == null) {
            throw new AssertionError(sample + " has neither HELP nor TYPE");
        }
        Matcher label = LABEL.matcher(labels);
        while (label.find()) {
            if (!LEFT_OUT.contains(label.group(1))) {
                metric.labels
                        .computeIfAbsent(label.group(1), missing -> new TreeSet<>())
                        .add(label.group(2));
            }
        }
    }

    private static String row(String name, Metric metric) {
        if (metric.help.isBlank() || metric.help.equals(name)) {
            throw new AssertionError(name + " has no help text");
        }
        Set<String> shown = new LinkedHashSet<>();
        metric.labels.forEach((label, values) ->
                shown.add(
                        NAMES_ONLY.contains(label) || values.size() > SHOWN
                                ? "`" + label + "`"
                                : "`" + label + "`: " + String.join(", ", values)));
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        name,
                        metric.kind,
                        unit(name),
                        String.join("; ", shown),
                        metric.help.replace("|", "\\|"));
    }

    private static String unit(String name) {
        for (String unit : Set.of("seconds", "bytes", "days")) {
            if (name.contains("_" + unit)) {
                return unit;
            }
        }
        return "";
    }

    private static final class Metric {
        private final Map<String, Set<String>> labels = new TreeMap<>();
        private String help = "";
        private String kind = "";
    }
}
