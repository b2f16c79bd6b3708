package dev.carillon.processor;

import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The types of `examples/code-host`, as records of the topic `notification-types`. (The loader of these files is part
/// of notification-api.)
public final class ExampleTypes {
    private ExampleTypes() {}

    /// All types, in version 1.
    public static List<NotificationType> codeHost() {
        try (Stream<Path> files = Files.list(Path.of("..", "examples", "code-host"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("categories.yaml"))
                    .sorted()
                    .map(ExampleTypes::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Parses a type from YAML.
    public static NotificationType type(String yaml) {
        Map<String, Object> type = new LinkedHashMap<>();
        type.put("tenant", "default");
        type.put("version", 1);
        type.put("priority", "medium");
        type.put("level", "info");
        type.put("category", "other");
        type.put("critical", false);
        type.put("notify_actor", false);
        type.put("deleted", false);
        type.putAll(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        List<Object> rules = new ArrayList<>();
        if (type.get("rules") instanceof List<?> list) {
            for (Object each : list) {
                Map<Object, Object> rule = new LinkedHashMap<>((Map<?, ?>) each);
                rule.put("condition", rule.remove("when"));
                rules.add(rule);
            }
        }
        type.put("rules", rules);
        return EventJson.mapper().convertValue(type, NotificationType.class);
    }

    private static NotificationType read(Path file) {
        try {
            return type(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
