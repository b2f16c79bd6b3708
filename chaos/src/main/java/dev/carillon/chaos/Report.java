package dev.carillon.chaos;

import dev.carillon.drive.BellClient;
import dev.carillon.drive.ShownInbox;
import dev.carillon.events.EventJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The result of a run: a table for the terminal, JSON, and an HTML page.
///
/// @param begun when the load began: second 0
record Report(
        Options options, Instant begun, List<Struck> struck, Settled settled, Findings findings) {
    private static final int SHOWN = 10;

    /// Findings with the same title.
    ///
    /// @param first the first few subjects, each with the timeline of its notification
    record Listed(String title, int count, Map<String, List<String>> first) {}

    /// What happened in one second of the run.
    ///
    /// @param accepted number of events that Kafka acknowledged
    /// @param frames number of notifications that arrived over sockets
    /// @param p50 milliseconds from an event's time to its frame
    record Second(long second, int accepted, int frames, long p50, long p99) {}

    void tell(PrintStream out) {
        Map<String, Long> table = table();
        List<Listed> listed = listed();
        out.println();
        table.forEach((kind, count) -> out.printf("  %-12s%8d%n", kind, count));
        findings.figures().forEach((what, count) -> out.printf("  %8d %s%n", count, what));
        for (Listed one : listed) {
            out.printf("%n%s (%d)%n", one.title(), one.count());
            one.first()
                    .forEach((subject, timeline) -> {
                        out.println("  " + subject);
                        timeline.forEach(line -> out.println("      " + line));
                    });
        }
        try {
            Files.createDirectories(options.report());
            Path json = options.report().resolve("chaos-" + options.seed() + ".json");
            Files.write(json, EventJson.write(json(table, listed)));
            Path page = options.report().resolve("chaos-" + options.seed() + ".html");
            Files.writeString(
                    page, new ReportPage(this, table, listed).html(), StandardCharsets.UTF_8);
            out.printf("%n%d faults; the report is %s%n", struck.size(), page);
        } catch (IOException e) {
            out.println("cannot write the report: " + e.getMessage());
        }
    }

    long secondOf(Instant instant) {
        return Duration.between(begun, instant).toSeconds();
    }

    /// Totals of what was sent and what arrived.
    Map<String, Integer> totals() {
        Book book = settled.book();
        Map<String, Integer> totals = new LinkedHashMap<>();
        totals.put("events", book.events().size());
        totals.put("requests", book.requests().size());
        totals.put("marks", book.acts().size());
        totals.put("malformed", book.malformed().size());
        totals.put("emails at the mail server", settled.sink().arrivals().size());
        totals.put("faults", struck.size());
        totals.put("exact points reached", exactPointsHit());
        return totals;
    }

    private int exactPointsHit() {
        return (int)
                struck.stream().filter(each -> each.words().startsWith(Fault.KILLED_AT)).count();
    }

    List<Second> seconds() {
        Map<Long, Integer> accepted = new TreeMap<>();
        settled.book()
                .acceptedBySecond()
                .forEach((second, count) ->
                        accepted.put(secondOf(Instant.ofEpochSecond(second)), count));
        Map<Long, List<Long>> latencies = new TreeMap<>();
        for (BellClient bell : settled.bells()) {
            for (ShownInbox.Arrival arrival : bell.inbox().arrivals()) {
                latencies
                        .computeIfAbsent(secondOf(arrival.at()), second -> new ArrayList<>())
                        .add(arrival.millis());
            }
        }
        List<Second> seconds = new ArrayList<>();
        if (accepted.isEmpty()) {
            return seconds;
        }
        long first = accepted.keySet().iterator().next();
        long last = first;
        for (long each : accepted.keySet()) {
            last = Math.max(last, each);
        }
        for (long each : latencies.keySet()) {
            last = Math.max(last, each);
        }
        for (long second = first; second <= last; second++) {
            List<Long> sorted =
                    latencies.getOrDefault(second, List.of()).stream().sorted().toList();
            seconds.add(
                    new Second(
                            second,
                            accepted.getOrDefault(second, 0),
                            sorted.size(),
                            quantile(sorted, 0.5),
                            quantile(sorted, 0.99)));
        }
        return seconds;
    }

    private static long quantile(List<Long> sorted, double share) {
        return sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * share)));
    }

    private Map<String, Long> table() {
        Map<String, Long> table = new LinkedHashMap<>();
        for (Finding.Kind kind : Finding.Kind.values()) {
            table.put(
                    kind.title(),
                    findings.all().stream().filter(finding -> finding.kind() == kind).count());
        }
        return table;
    }

    private List<Listed> listed() {
        Map<String, List<Finding>> byTitle =
                findings.all().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Finding::title, LinkedHashMap::new, Collectors.toList()));
        List<Listed> listed = new ArrayList<>();
        byTitle.forEach((title, all) -> {
            Map<String, List<String>> first = new LinkedHashMap<>();
            all.stream()
                    .limit(SHOWN)
                    .forEach(one ->
                            first.put(
                                    one.subject(),
                                    one.notification() == null
                                            ? List.of()
                                            : settled.timeline(one.notification())));
            listed.add(new Listed(title, all.size(), first));
        });
        return listed;
    }

    private Map<String, Object> json(Map<String, Long> table, List<Listed> listed) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seed", options.seed());
        report.put("seconds", options.length().toSeconds());
        report.put("rate", options.rate());
        report.put("totals", totals());
        report.put("found", table);
        report.put("figures", findings.figures());
        report.put("findings", listed);
        report.put(
                "faults",
                struck.stream()
                        .map(one ->
                                Map.of(
                                        "fault", one.fault(),
                                        "words", one.words(),
                                        "from", secondOf(one.from()),
                                        "until", secondOf(one.until())))
                        .toList());
        report.put("by_second", seconds());
        return report;
    }
}
