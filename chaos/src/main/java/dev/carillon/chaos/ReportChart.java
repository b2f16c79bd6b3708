package dev.carillon.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// The run over time as SVG: three charts with the same axis of seconds.
final class ReportChart {
    private static final int WIDTH = 1040;
    private static final int LEFT = 110;
    private static final int RIGHT = 10;
    private static final int HEIGHT = 190;
    private static final int LANE = 22;
    private static final int AXIS = 24;
    private static final long SLOWEST = 100_000;

    private final Report report;
    private final List<Report.Second> seconds;
    private final long first;
    private final long last;

    ReportChart(Report report, List<Report.Second> seconds) {
        this.report = report;
        this.seconds = seconds;
        this.first = Math.min(0, seconds.getFirst().second());
        this.last = Math.max(first + 1, seconds.getLast().second());
    }

    String throughput() {
        double most = 1;
        for (Report.Second second : seconds) {
            most = Math.max(most, Math.max(second.accepted(), second.frames()));
        }
        double top = nice(most);
        StringBuilder svg = begin(HEIGHT);
        shadows(svg, HEIGHT);
        for (int i = 0; i <= 4; i++) {
            line(svg, y(i / 4.0), ReportPage.grouped(Math.round(top * i / 4)));
        }
        for (Report.Second second : seconds) {
            double y = y(second.frames() / top);
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"var(--frames)\"/>",
                            x(second.second()),
                            y,
                            Math.max(0.6, step() * 0.82),
                            HEIGHT - y));
        }
        path(svg, "events", second -> y(second.accepted() / top));
        return end(svg, HEIGHT);
    }

    /// Logarithmic, because latencies are milliseconds in quiet moments and seconds during a fault.
    String latency() {
        StringBuilder svg = begin(HEIGHT);
        shadows(svg, HEIGHT);
        for (long millis = 1; millis <= SLOWEST; millis *= 10) {
            line(
                    svg,
                    y(logarithmic(millis)),
                    millis < 1_000 ? millis + " ms" : millis / 1_000 + " s");
        }
        path(svg, "p99", second -> y(logarithmic(second.p99())));
        path(svg, "p50", second -> y(logarithmic(second.p50())));
        return end(svg, HEIGHT);
    }

    /// One row per kind of fault.
    String faults() {
        Map<String, List<Struck>> lanes = new TreeMap<>();
        for (Struck one : report.struck()) {
            lanes.computeIfAbsent(one.fault(), fault -> new ArrayList<>()).add(one);
        }
        int height = Math.max(1, lanes.size()) * LANE;
        StringBuilder svg = begin(height);
        int lane = 0;
        for (Map.Entry<String, List<Struck>> each : lanes.entrySet()) {
            double middle = lane * LANE + LANE / 2.0;
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"0\" y=\"%.1f\">%s</text>",
                            LEFT + 25,
                            WIDTH - RIGHT,
                            middle,
                            middle,
                            middle + 4,
                            ReportPage.escaped(each.getKey())));
            for (Struck one : each.getValue()) {
                double from = x(report.secondOf(one.from()));
                double width = Math.max(6, x(report.secondOf(one.until())) - from);
                svg.append(
                        String.format(
                                Locale.ROOT,
                                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"12\" rx=\"6\" fill=\"var(--fault)\"><title>%s</title></rect>",
                                from,
                                middle - 6,
                                width,
                                ReportPage.escaped(one.words())));
            }
            lane++;
        }
        return end(svg, height);
    }

    private void shadows(StringBuilder svg, int height) {
        for (Struck one : report.struck()) {
            double from = x(report.secondOf(one.from()));
            double width = Math.max(1, x(report.secondOf(one.until())) - from);
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\" fill=\"var(--fault)\" opacity=\".09\"/>",
                            from,
                            width,
                            height));
        }
    }

    private void line(StringBuilder svg, double y, String label) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                        LEFT + 25,
                        WIDTH - RIGHT,
                        y,
                        y,
                        LEFT + 15,
                        y + 4,
                        label));
    }

    /// The line has gaps at seconds without a measurement.
    private void path(StringBuilder svg, String colour, ToDoubleFunction<Report.Second> y) {
        StringBuilder path = new StringBuilder();
        boolean begun = false;
        for (Report.Second second : seconds) {
            boolean measured = colour.equals("events") || second.frames() > 0;
            if (measured) {
                path.append(
                        String.format(
                                Locale.ROOT,
                                "%s%.1f %.1f",
                                begun ? "L" : "M",
                                x(second.second()) + step() / 2,
                                y.applyAsDouble(second)));
            }
            begun = measured;
        }
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<path d=\"%s\" fill=\"none\" stroke=\"var(--%s)\" stroke-width=\"1.8\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>",
                        path,
                        colour));
    }

    private StringBuilder begin(int height) {
        return new StringBuilder(
                String.format(
                        Locale.ROOT,
                        "<svg viewBox=\"0 -6 %d %d\" role=\"img\">",
                        WIDTH,
                        height + AXIS + 6));
    }

    private String end(StringBuilder svg, int height) {
        long every = Math.max(1, Math.round(nice((last - first) / 8.0)));
        for (long second = first - first % every + every; second <= last; second += every) {
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>",
                            x(second),
                            height + 18,
                            second));
        }
        return svg.append("</svg>").toString();
    }

    private double x(long second) {
        return LEFT + 25 + Math.clamp(second - first, 0, last - first + 1) * step();
    }

    private double step() {
        return (WIDTH - LEFT - 25.0 - RIGHT) / (last - first + 1);
    }

    private static double y(double share) {
        return HEIGHT - Math.clamp(share, 0, 1) * HEIGHT;
    }

    private static double logarithmic(long millis) {
        return Math.log10((double) Math.max(1, millis)) / Math.log10((double) SLOWEST);
    }

    /// The next higher number of the form 1, 2 or 5 times a power of ten.
    private static double nice(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, value))));
        for (double factor : new double[] {1, 2, 5}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
