package dev.carillon.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A chart of horizontal bars as SVG. It includes a background for light and for dark mode, so it is
/// readable on any page.
///
/// @param unit of all bars
record BarChart(String title, String unit, List<Bar> bars) {
    private static final int WIDTH = 800;
    private static final int LABELS = 340;
    private static final int NUMBERS = 90;
    private static final int ROW = 24;
    private static final int HEAD = 44;
    private static final int FOOT = 14;

    private static final String STYLE =
            """
            <style>
              text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: #24292f; }
              .title { font-size: 15px; font-weight: 600; }
              .back { fill: #ffffff; stroke: #d0d7de; }
              .first { fill: #0969da; } .second { fill: #54aeff; } .raw { fill: #8c959f; }
              .aim { stroke: #cf222e; stroke-width: 2; stroke-dasharray: 3 2; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; }
                .back { fill: #0d1117; stroke: #30363d; }
                .first { fill: #388bfd; } .second { fill: #1f4f8f; } .raw { fill: #6e7681; }
                .aim { stroke: #ff7b72; }
              }
            </style>
            """;

    BarChart {
        bars = List.copyOf(bars);
    }

    /// How a bar is coloured.
    enum Kind {
        FIRST,
        SECOND,
        /// A lower limit with which the others are compared.
        RAW
    }

    /// @param aim position of a line across the bar that marks the aim; 0 draws none
    record Bar(String label, double value, Kind kind, double aim) {}

    String svg() {
        double most =
                bars.stream().mapToDouble(bar -> Math.max(bar.value(), bar.aim())).max().orElse(1);
        double scale = most <= 0 ? 0 : (WIDTH - LABELS - NUMBERS) / most;
        int height = HEAD + ROW * bars.size() + FOOT;
        List<String> lines = new ArrayList<>();
        lines.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">"
                        .formatted(WIDTH, height, WIDTH, height, escaped(title)));
        lines.add(STYLE.strip());
        lines.add(
                "<rect class=\"back\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"6\"/>"
                        .formatted(WIDTH - 1, height - 1));
        lines.add(
                "<text class=\"title\" x=\"16\" y=\"27\">%s, %s</text>"
                        .formatted(escaped(title), escaped(unit)));
        for (int i = 0; i < bars.size(); i++) {
            draw(bars.get(i), HEAD + ROW * i, scale, lines);
        }
        lines.add("</svg>");
        return String.join("\n", lines) + "\n";
    }

    private static void draw(Bar bar, int top, double scale, List<String> lines) {
        double length = Math.max(1, bar.value() * scale);
        lines.add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        .formatted(LABELS - 10, top + 16, escaped(bar.label())));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                        bar.kind().name().toLowerCase(Locale.ROOT),
                        LABELS,
                        top + 3,
                        length,
                        ROW - 7));
        if (bar.aim() > 0) {
            double at = LABELS + bar.aim() * scale;
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "<line class=\"aim\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                            at,
                            top + 1,
                            at,
                            top + ROW - 2));
        }
        double after = LABELS + Math.max(length, bar.aim() * scale) + 8;
        lines.add(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\">%s</text>",
                        after,
                        top + 16,
                        Figure.text(bar.value())));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
