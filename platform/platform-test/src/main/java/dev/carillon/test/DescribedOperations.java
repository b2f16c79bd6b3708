package dev.carillon.test;

import dev.carillon.events.EventJson;
import dev.carillon.openapi.Described;
import dev.carillon.openapi.Descriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The operations of an API description.
final class DescribedOperations {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();

    DescribedOperations(Described service) {
        document = EventJson.mapper().readTree(new Descriptions().json(service));
        document.get("paths").properties().forEach(path -> add(path.getKey(), path.getValue()));
    }

    /// @param parameters including those of the path, references resolved
    record Operation(String method, String path, JsonNode json, List<JsonNode> parameters) {
        String name() {
            return method + " " + path;
        }

        private boolean matches(String verb, String called) {
            return method.equals(verb)
                    && called.matches(
                            Pattern.quote(path).replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q"));
        }
    }

    JsonNode document() {
        return document;
    }

    List<Operation> all() {
        return operations;
    }

    /// The operation that a call reaches; paths without variables have precedence.
    Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(one -> one.matches(method, path))
                .min(java.util.Comparator.comparingInt(one -> one.path().split("\\{", -1).length));
    }

    /// The node itself, or the node that it refers to.
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isString()
                ? resolved(document.at(reference.stringValue().substring(1)))
                : node;
    }

    private void add(String path, JsonNode item) {
        item.properties().stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .forEach(entry -> {
                    List<JsonNode> parameters = new ArrayList<>();
                    item.path("parameters").forEach(one -> parameters.add(resolved(one)));
                    entry.getValue()
                            .path("parameters")
                            .forEach(one -> parameters.add(resolved(one)));
                    operations.add(
                            new Operation(
                                    entry.getKey().toUpperCase(Locale.ROOT),
                                    path,
                                    entry.getValue(),
                                    parameters));
                });
    }
}
