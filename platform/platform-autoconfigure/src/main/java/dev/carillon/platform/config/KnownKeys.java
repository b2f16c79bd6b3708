package dev.carillon.platform.config;

import dev.carillon.events.EventJson;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/// The keys that the properties records read.
final class KnownKeys {
    private final TreeSet<String> keys = new TreeSet<>();
    private final List<ConfigurationPropertyName> open = new ArrayList<>();

    /// Adds the keys of a record that is bound at a prefix; for any other type, every key below the prefix.
    void add(String prefix, Class<?> type) {
        if (!type.isRecord()) {
            open.add(ConfigurationPropertyName.of(prefix));
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + "." + kebab(component.getName());
            Class<?> value = component.getType();
            keys.add(key);
            if (Map.class.isAssignableFrom(value)
                    || Collection.class.isAssignableFrom(value)
                    || value.isArray()) {
                open.add(ConfigurationPropertyName.of(key));
            } else if (value.isRecord()) {
                add(key, value);
            }
        }
    }

    /// Adds the keys of a build's metadata: keys of records that this service did not bind.
    void addMetadata(byte[] json) {
        if (EventJson.readObject(json).get("properties") instanceof List<?> properties) {
            for (Object property : properties) {
                if (property instanceof Map<?, ?> facts
                        && facts.get("name") instanceof String name
                        && name.startsWith("carillon.")) {
                    keys.add(name);
                    String type = String.valueOf(facts.get("type"));
                    if (type.startsWith("java.util.") || type.endsWith("[]")) {
                        open.add(ConfigurationPropertyName.of(name));
                    }
                }
            }
        }
    }

    boolean knows(ConfigurationPropertyName name) {
        return open.stream().anyMatch(key -> key.equals(name) || key.isAncestorOf(name))
                || keys.stream().anyMatch(key -> ConfigurationPropertyName.of(key).equals(name));
    }

    /// The known key with the fewest edits.
    String nearest(String key) {
        String best = keys.isEmpty() ? key : keys.first();
        for (String candidate : keys) {
            if (distance(key, candidate) < distance(key, best)) {
                best = candidate;
            }
        }
        return best;
    }

    /// Levenshtein distance.
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int i = 0; i <= other.length(); i++) {
            row[i] = i;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
