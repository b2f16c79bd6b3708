package dev.carillon.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The chart's schema names every value, refuses all others, and the guide explains each.
class ChartValuesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+`) \\|");
    private static final Set<String> SERVICES =
            Set.of("api", "processor", "email", "gateway", "digest");

    private final JsonNode schema = schema();

    ChartValuesTest() throws IOException {}

    @Test
    void everyValueIsInTheGuide() throws IOException {
        Set<String> documented = documented();
        List<String> missing = new ArrayList<>();
        schema.at("/properties")
                .forEachEntry((name, value) -> {
                    if (SERVICES.contains(name)) {
                        value.at("/properties")
                                .forEachEntry(
                                        (key, inner) -> collect(key, inner, documented, missing));
                    } else if (!name.equals("global")) {
                        collect(name, value, documented, missing);
                    }
                });

        assertThat(missing).isEmpty();
    }

    @Test
    void everyObjectRefusesUnknownKeys() {
        List<String> open = new ArrayList<>();
        check("", schema, open);

        assertThat(open).isEmpty();
    }

    /// A documented name covers what lies below it.
    private void collect(
            String path, JsonNode value, Set<String> documented, List<String> missing) {
        if (documented.contains(path)) {
            return;
        }
        JsonNode properties = resolve(value).at("/properties");
        if (properties.isMissingNode() || properties.isEmpty()) {
            missing.add(path);
        } else {
            properties.forEachEntry(
                    (key, inner) -> collect(path + "." + key, inner, documented, missing));
        }
    }

    private static void check(String path, JsonNode node, List<String> open) {
        if (node.has("properties") && !node.path("additionalProperties").isBoolean()) {
            open.add(path);
        }
        if (node.path("additionalProperties").asBoolean(false)) {
            open.add(path);
        }
        node.forEachEntry((key, inner) -> check(path + "/" + key, inner, open));
    }

    private JsonNode resolve(JsonNode value) {
        return value.has("$ref") ? schema.at(value.get("$ref").stringValue().substring(1)) : value;
    }

    private static Set<String> documented() throws IOException {
        Set<String> names = new HashSet<>();
        Matcher row =
                ROW.matcher(Files.readString(World.root().resolve("docs/guides/kubernetes.md")));
        while (row.find()) {
            String parent = "";
            for (String name : row.group(1).replace("`", "").split(", ?", -1)) {
                names.add(name.startsWith(".") ? parent + name : name);
                parent = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : parent;
            }
        }
        return names;
    }

    private static JsonNode schema() throws IOException {
        return EventJson.mapper()
                .readTree(
                        Files.readAllBytes(
                                World.root().resolve("deploy/chart/carillon/values.schema.json")));
    }
}
