package dev.carillon.openapi;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Builds a service's document from its file and `shared.yaml`.
///
/// Two keys of operations avoid repetition. `x-role` is the role that a caller needs; `none` for everyone, `link` if
/// the link is signed. `x-problems` lists the error codes of an operation by status, without those that every operation
/// of its kind has.
final class Document {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");
    private static final String REFERENCE = "#/components/";

    private final Described service;
    private final ProblemAnswers problems = new ProblemAnswers();

    Document(Described service) {
        this.service = service;
    }

    Map<String, Object> assemble() {
        Map<String, Object> own = Yaml.read(service.key() + ".yaml");
        Map<String, Object> shared = Yaml.read("shared.yaml");
        Map<String, Object> document = new LinkedHashMap<>(shared);
        Map<String, Object> info = new LinkedHashMap<>(Yaml.map(own.get("info")));
        info.putAll(Yaml.map(shared.get("info")));
        document.put("info", info);
        document.put("tags", own.getOrDefault("tags", List.of()));
        Map<String, Object> paths = Yaml.map(own.get("paths"));
        paths.forEach((path, item) -> operations(Yaml.map(item)));
        document.put("paths", paths);
        Map<String, Object> components = merged(shared, own);
        Yaml.child(components, "examples").putAll(problems.examples());
        document.put("components", referred(components, paths));
        return document;
    }

    private void operations(Map<String, Object> item) {
        item.forEach((method, operation) -> {
            if (METHODS.contains(method)) {
                complete(Yaml.map(operation));
            }
        });
    }

    private void complete(Map<String, Object> operation) {
        Access access = Access.of(String.valueOf(operation.remove("x-role")));
        Map<String, Object> own = Yaml.map(operation.remove("x-problems"));
        operation.put("description", operation.get("description") + "\n\n" + access.words());
        operation.put("x-roles", access.roles());
        operation.put(
                "security",
                access.roles().isEmpty() ? List.of() : List.of(Map.of("bearer", List.of())));
        problems.add(operation, access, own);
    }

    private static Map<String, Object> merged(Map<String, Object> shared, Map<String, Object> own) {
        Map<String, Object> components = Yaml.map(Yaml.copy(shared.get("components")));
        Yaml.map(own.get("components"))
                .forEach((kind, named) -> Yaml.child(components, kind).putAll(Yaml.map(named)));
        return components;
    }

    /// The components that the paths refer to, directly or indirectly, and the security schemes.
    private static Map<String, Object> referred(
            Map<String, Object> components, Map<String, Object> paths) {
        Set<String> names = new LinkedHashSet<>();
        collect(paths, components, names);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("securitySchemes", components.getOrDefault("securitySchemes", Map.of()));
        components.forEach((kind, named) ->
                Yaml.map(named)
                        .forEach((name, component) -> {
                            if (names.contains(kind + "/" + name)) {
                                Yaml.child(found, kind).put(name, component);
                            }
                        }));
        return found;
    }

    private static void collect(
            @Nullable Object value, Map<String, Object> components, Set<String> names) {
        switch (value) {
            case Map<?, ?> map -> {
                if (map.get("$ref") instanceof String reference
                        && reference.startsWith(REFERENCE)
                        && names.add(reference.substring(REFERENCE.length()))) {
                    String[] path = reference.substring(REFERENCE.length()).split("/", -1);
                    Object component = Yaml.map(components.get(path[0])).get(path[1]);
                    if (component == null) {
                        throw new IllegalStateException("nothing exists at " + reference);
                    }
                    collect(component, components, names);
                }
                map.values().forEach(child -> collect(child, components, names));
            }
            case List<?> list -> list.forEach(child -> collect(child, components, names));
            case null, default -> {
                // a scalar contains no references
            }
        }
    }
}
