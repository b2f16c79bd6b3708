package dev.carillon.chaos;

import dev.carillon.chaos.Report.Listed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The report as one HTML file without external resources. Every value is escaped.
record ReportPage(Report report, Map<String, Long> table, List<Listed> listed) {
    private static final Map<String, String> MEANINGS =
            Map.of(
                    "lost", "accepted, but missing",
                    "duplicate", "present more than once",
                    "wrong", "not allowed by the model",
                    "unexplained", "without its stage in the timeline");

    String html() {
        Options options = report.options();
        boolean whole = listed.isEmpty();
        StringBuilder html = new StringBuilder(64 * 1024);
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>Carillon chaos, seed ")
                .append(options.seed())
                .append("</title><style>")
                .append(style())
                .append("</style></head><body><main><header><div><h1>Carillon under chaos</h1><p>")
                .append(
                        "seed %d · %d s of load at %d events/s · two replicas of each service · mail by %s"
                                .formatted(
                                        options.seed(),
                                        options.length().toSeconds(),
                                        options.rate(),
                                        Options.title(options.provider())))
                .append("</p></div><div class=\"verdict ")
                .append(whole ? "good\">All promises held" : "bad\">A promise was broken")
                .append("</div></header>");
        kinds(html);
        totals(html);
        charts(html);
        findings(html);
        figures(html);
        faults(html);
        return html.append("</main></body></html>").toString();
    }

    private void kinds(StringBuilder html) {
        html.append("<div class=\"kinds\">");
        table.forEach((kind, count) ->
                html.append("<div class=\"card kind ")
                        .append(count == 0 ? "zero" : "some")
                        .append("\"><b>")
                        .append(grouped(count))
                        .append("</b>")
                        .append(escaped(kind))
                        .append("<br><span>")
                        .append(MEANINGS.getOrDefault(kind, ""))
                        .append("</span></div>"));
        html.append("</div>");
    }

    private void totals(StringBuilder html) {
        html.append("<div class=\"card totals\">");
        report.totals()
                .forEach((what, count) ->
                        html.append("<div class=\"total\"><b>")
                                .append(grouped(count))
                                .append("</b><span>")
                                .append(escaped(what))
                                .append("</span></div>"));
        html.append("</div>");
    }

    private void charts(StringBuilder html) {
        List<Report.Second> seconds = report.seconds();
        if (seconds.isEmpty()) {
            return;
        }
        ReportChart chart = new ReportChart(report, seconds);
        html.append("<section class=\"card\"><h2>Throughput</h2>")
                .append(
                        keys(
                                "events",
                                "events acknowledged",
                                "frames",
                                "notifications at the clients"))
                .append(chart.throughput())
                .append("</section><section class=\"card\"><h2>Latency, event to frame</h2>")
                .append(keys("p50", "half of them within", "p99", "99 of 100 within"))
                .append(chart.latency())
                .append("</section><section class=\"card\"><h2>Faults</h2>")
                .append(chart.faults())
                .append("</section>");
    }

    private static String keys(String first, String firstWords, String second, String secondWords) {
        return "<div class=\"keys\"><span><i style=\"background:var(--%s)\"></i>%s</span><span><i style=\"background:var(--%s)\"></i>%s</span></div>"
                .formatted(first, firstWords, second, secondWords);
    }

    private void findings(StringBuilder html) {
        if (listed.isEmpty()) {
            return;
        }
        html.append("<section class=\"card\"><h2>Findings</h2>");
        for (Listed one : listed) {
            html.append("<h2 class=\"bad-word\" style=\"margin-top:18px\">")
                    .append(escaped(one.title()))
                    .append(" · ")
                    .append(grouped(one.count()))
                    .append("</h2>");
            one.first()
                    .forEach((subject, timeline) -> {
                        html.append("<div class=\"finding\"><code>")
                                .append(escaped(subject))
                                .append("</code>");
                        if (!timeline.isEmpty()) {
                            html.append("<pre>")
                                    .append(escaped(String.join("\n", timeline)))
                                    .append("</pre>");
                        }
                        html.append("</div>");
                    });
        }
        html.append("</section>");
    }

    private void figures(StringBuilder html) {
        Map<String, Long> figures = report.findings().figures();
        if (figures.isEmpty()) {
            return;
        }
        html.append("<section class=\"card\"><h2>Allowed, but worth knowing</h2><p class=\"note\">")
                .append(
                        "SMTP has no idempotency keys: when the connection breaks after the content, the email is unknown. Clients that were away or read slowly must reload from the database.")
                .append("</p><table>");
        figures.forEach((what, count) ->
                html.append("<tr><td class=\"number\">")
                        .append(grouped(count))
                        .append("</td><td>")
                        .append(escaped(what))
                        .append("</td></tr>"));
        html.append("</table></section>");
    }

    private void faults(StringBuilder html) {
        html.append(
                "<section class=\"card\"><h2>Faults by time</h2><table><tr><th>second</th><th>fault</th><th></th></tr>");
        for (Struck one : report.struck()) {
            html.append("<tr><td class=\"number\">")
                    .append(report.secondOf(one.from()))
                    .append("–")
                    .append(report.secondOf(one.until()))
                    .append("</td><td class=\"tag\">")
                    .append(escaped(one.fault()))
                    .append("</td><td>")
                    .append(escaped(one.words()))
                    .append("</td></tr>");
        }
        html.append("</table></section>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
            return new String(
                    Objects.requireNonNull(in, "the jar lacks report.css").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
