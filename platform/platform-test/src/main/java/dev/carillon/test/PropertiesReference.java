package dev.carillon.test;

import dev.carillon.events.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Compares the names, defaults and descriptions of a module's properties with `docs/reference/properties.md`. They
/// come from the metadata that the build generates from the properties records.
///
/// With `-Ddocs.write=true` it writes the page instead.
public final class PropertiesReference {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    private PropertiesReference() {}

    /// Checks the section of the module that contains `anchor`.
    ///
    /// @param section between `<!-- begin NAME -->` and `<!-- end NAME -->`
    /// @throws AssertionError when the page differs
    public static void check(Class<?> anchor, String section) {
        try {
            String rendered = render(ReferencePage.classes(anchor).resolve(METADATA));
            ReferencePage.check(anchor, "properties.md", section, rendered);
        } catch (IOException | URISyntaxException fault) {
            throw new AssertionError("the properties of " + section + " can't be read", fault);
        }
    }

    private static String render(Path metadata) throws IOException {
        StringBuilder table =
                new StringBuilder("| property | default | meaning |\n|---|---|---|\n");
        try (InputStream json = Files.newInputStream(metadata)) {
            Map<String, Object> all = EventJson.readObject(json.readAllBytes());
            List<?> properties = (List<?>) Objects.requireNonNull(all.get("properties"));
            properties.stream()
                    .map(property -> (Map<?, ?>) property)
                    .filter(property -> name(property).startsWith("carillon."))
                    .sorted(Comparator.comparing(PropertiesReference::name))
                    .forEach(property -> row(table, property));
        }
        return table.toString();
    }

    private static String name(Map<?, ?> property) {
        return String.valueOf(property.get("name"));
    }

    private static void row(StringBuilder table, Map<?, ?> property) {
        Object preset = property.get("defaultValue");
        Object description = property.get("description");
        if (description == null) {
            throw new AssertionError(property.get("name") + " has no description");
        }
        table.append("| `").append(property.get("name")).append("` | ");
        if (preset != null) {
            String shown =
                    preset instanceof List<?> several
                            ? String.join(",", several.stream().map(String::valueOf).toList())
                            : preset.toString();
            table.append('`').append(shown).append('`');
        }
        table.append(" | ")
                .append(description.toString().replace("|", "\\|").replaceAll("\\s+", " "))
                .append(" |\n");
    }
}
