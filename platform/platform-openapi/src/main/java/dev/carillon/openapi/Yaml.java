package dev.carillon.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Reads the YAML files as maps and lists.
final class Yaml {
    private Yaml() {}

    /// A file of `openapi/`. Anchors are expanded into copies: no two places share an object.
    static Map<String, Object> read(String name) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try (InputStream file = Yaml.class.getResourceAsStream("/openapi/" + name)) {
            Object value =
                    new org.yaml.snakeyaml.Yaml(new SafeConstructor(options))
                            .load(Objects.requireNonNull(file, name));
            return map(copy(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, child) -> copy.put(String.valueOf(key), copy(child)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new java.util.ArrayList<>();
                list.forEach(child -> copy.add(copy(child)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /// The value as a map; an absent value is an empty map.
    @SuppressWarnings("unchecked") // files are read by copy(), whose maps have text keys
    static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    /// The map at a key; it is created if absent.
    static Map<String, Object> child(Map<String, Object> parent, String key) {
        return map(parent.computeIfAbsent(key, absent -> new LinkedHashMap<String, Object>()));
    }
}
