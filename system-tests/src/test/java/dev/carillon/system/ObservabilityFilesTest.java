package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Dashboards and alert rules must not name a metric that no service has: such a panel is empty, and such an alert
/// never fires. docs/reference/metrics.md lists the metrics, and a test of each service compares it with what the
/// service shows.
class ObservabilityFilesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_0-9]+)` \\| ([a-z]+) \\|");
    private static final Pattern ALERT = Pattern.compile("(?m)^ {6}- alert: (\\w+)$");
    private static final Pattern EXPRESSION =
            Pattern.compile("(?ms)^ {8}expr: >-\\n(.*?)\\n {8}(?:for|labels):");

    /// What is not a metric: texts, label matchers, lists of labels, ranges.
    private static final Pattern NO_METRIC =
            Pattern.compile(
                    "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|group_left)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("\\b[a-z_][a-z0-9_]*\\b(?!\\s*\\()");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "group_left");

    @Test
    void everyMetricOfADashboardIsDocumented() throws IOException {
        Set<String> documented = documented();

        for (Path dashboard : dashboards()) {
            assertThat(metrics(expressions(dashboard)))
                    .as(dashboard.getFileName().toString())
                    .isNotEmpty()
                    .isSubsetOf(documented);
        }
    }

    @Test
    void everyMetricOfAnAlertIsDocumented() throws IOException {
        String rules = Files.readString(rules());
        List<String> expressions =
                EXPRESSION.matcher(rules).results().map(found -> found.group(1)).toList();

        assertThat(expressions).hasSameSizeAs(alerts(rules));
        assertThat(metrics(expressions)).isSubsetOf(documented());
    }

    @Test
    void everyAlertHasSeverityTextsAndARunbookWithThreeThingsToLookAt() throws IOException {
        String rules = Files.readString(rules());

        for (String alert : alerts(rules)) {
            String rule = rules.split("- alert: " + alert + "\n", -1)[1].split("- alert: ", -1)[0];
            assertThat(rule)
                    .as(alert)
                    .containsPattern("severity: (warning|critical)")
                    .contains("summary:", "description:")
                    .contains("runbook_url: docs/runbooks/" + alert + ".md");
            assertThat(Files.readString(runbook(alert)))
                    .as("the runbook of " + alert)
                    .startsWith("# " + alert + "\n")
                    .contains("## Look at", "\n1. ", "\n2. ", "\n3. ");
        }
    }

    @Test
    void everyRunbookBelongsToAnAlert() throws IOException {
        Set<String> alerts = new HashSet<>(alerts(Files.readString(rules())));

        try (Stream<Path> runbooks = Files.list(World.root().resolve("docs/runbooks"))) {
            assertThat(runbooks.map(file -> file.getFileName().toString().replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(alerts);
        }
    }

    @Test
    void everyPanelSaysWhatItShowsInWhichUnit() throws IOException {
        Set<String> uids = new HashSet<>();
        for (Path dashboard : dashboards()) {
            JsonNode board = EventJson.mapper().readTree(Files.readAllBytes(dashboard));
            String name = dashboard.getFileName().toString().replace(".json", "");

            assertThat(board.at("/uid").stringValue()).isEqualTo("carillon-" + name);
            assertThat(uids.add(board.at("/uid").stringValue())).isTrue();
            assertThat(board.at("/title").stringValue()).startsWith("Carillon: ");
            for (JsonNode panel : board.at("/panels")) {
                if (!panel.at("/type").stringValue().equals("row")) {
                    assertThat(panel.at("/description").stringValue())
                            .as(name + ": " + panel.at("/title"))
                            .isNotBlank();
                    assertThat(panel.at("/fieldConfig/defaults/unit").isString()).isTrue();
                    assertThat(panel.at("/datasource/uid").stringValue())
                            .isEqualTo("${datasource}");
                }
            }
        }
        assertThat(uids).hasSize(7);
    }

    private static Set<String> metrics(List<String> expressions) {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions) {
            Matcher name = NAME.matcher(NO_METRIC.matcher(expression).replaceAll(" "));
            while (name.find()) {
                if (!OPERATORS.contains(name.group())) {
                    names.add(name.group());
                }
            }
        }
        return names;
    }

    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher row =
                ROW.matcher(Files.readString(World.root().resolve("docs/reference/metrics.md")));
        while (row.find()) {
            names.add(row.group(1));
            if (row.group(2).equals("summary") || row.group(2).equals("histogram")) {
                names.addAll(List.of(row.group(1) + "_count", row.group(1) + "_sum"));
            }
            if (row.group(2).equals("histogram")) {
                names.add(row.group(1) + "_bucket");
            }
        }
        return names;
    }

    private static List<String> expressions(Path dashboard) throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel :
                EventJson.mapper().readTree(Files.readAllBytes(dashboard)).at("/panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions.add(target.at("/expr").stringValue());
            }
        }
        return expressions;
    }

    private static List<String> alerts(String rules) {
        return ALERT.matcher(rules).results().map(found -> found.group(1)).toList();
    }

    private static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(World.root().resolve("deploy/dashboards"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static Path rules() {
        return World.root().resolve("deploy/alerts/carillon.rules.yaml");
    }

    private static Path runbook(String alert) {
        return World.root().resolve("docs/runbooks/" + alert + ".md");
    }
}
