package dev.carillon.api.preference;

import dev.carillon.events.Channel;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.EventJson;
import dev.carillon.events.Switch;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The values of the settings that decide about a person's email, by path: `channels`, `categories.comment`,
/// `types.issue-assigned`, `digest`. An empty value means that the setting is not set. It is what an undo button
/// restores: only the settings that the change altered.
record EmailState(Map<String, String> values) {
    private static final String CHANNEL = "channels";
    private static final String CATEGORY = "categories.";
    private static final String TYPE = "types.";
    private static final String DIGEST = "digest";

    EmailState {
        values = Map.copyOf(values);
    }

    /// The values of all settings that are set.
    static EmailState of(Settings settings) {
        Map<String, String> values = new TreeMap<>();
        put(values, CHANNEL, settings.channels());
        settings.categories().forEach((key, switches) -> put(values, CATEGORY + key, switches));
        settings.types().forEach((key, switches) -> put(values, TYPE + key, switches));
        DigestSettings digest = settings.digest();
        if (digest != null) {
            values.put(DIGEST, digest.frequency() + " " + digest.time() + " " + digest.day());
        }
        return new EmailState(values);
    }

    private static void put(Map<String, String> values, String path, Map<Channel, Switch> all) {
        Switch email = all.get(Channel.EMAIL);
        if (email != null) {
            values.put(path, String.valueOf(email.json()));
        }
    }

    /// The values of this state that differ from another state.
    EmailState differingFrom(EmailState other) {
        Set<String> paths = new HashSet<>(values.keySet());
        paths.addAll(other.values.keySet());
        Map<String, String> differing = new TreeMap<>();
        for (String path : paths) {
            String value = values.getOrDefault(path, "");
            if (!value.equals(other.values.getOrDefault(path, ""))) {
                differing.put(path, value);
            }
        }
        return new EmailState(differing);
    }

    /// The values of this state that differ from the settings. Settings that this state does not name are ignored.
    EmailState notIn(Settings settings) {
        EmailState current = of(settings);
        Map<String, String> missing = new TreeMap<>(values);
        missing.entrySet()
                .removeIf(value ->
                        value.getValue().equals(current.values.getOrDefault(value.getKey(), "")));
        return new EmailState(missing);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /// The settings, changed to the values of this state.
    Settings in(Settings before) {
        Settings settings = before;
        for (Map.Entry<String, String> value : values.entrySet()) {
            settings = with(settings, value.getKey(), value.getValue());
        }
        return settings;
    }

    private static Settings with(Settings settings, String path, String value) {
        if (path.equals(DIGEST)) {
            return settings.withDigest(digest(value));
        }
        if (path.equals(CHANNEL)) {
            return settings.withChannels(email(settings.channels(), value));
        }
        if (path.startsWith(CATEGORY)) {
            String key = path.substring(CATEGORY.length());
            return settings.withCategory(
                    key, email(settings.categories().getOrDefault(key, Map.of()), value));
        }
        String key = path.substring(TYPE.length());
        return settings.withType(key, email(settings.types().getOrDefault(key, Map.of()), value));
    }

    private static Map<Channel, Switch> email(Map<Channel, Switch> switches, String value) {
        return switch (value) {
            case "" -> Settings.without(switches, Channel.EMAIL);
            case "true" -> Settings.with(switches, Channel.EMAIL, Switch.ON);
            case "false" -> Settings.with(switches, Channel.EMAIL, Switch.OFF);
            default -> Settings.with(switches, Channel.EMAIL, Switch.of(value));
        };
    }

    private static @Nullable DigestSettings digest(String value) {
        if (value.isEmpty()) {
            return null;
        }
        String[] parts = value.split(" ", 3);
        return new DigestSettings(
                part(parts[0], DigestFrequency::valueOf),
                part(parts[1], LocalTime::parse),
                part(parts[2], DayOfWeek::valueOf));
    }

    private static <T> @Nullable T part(String text, Function<String, T> read) {
        return text.equals("null") ? null : read.apply(text);
    }

    /// As JSON on one line.
    String json() {
        return EventJson.mapper().writeValueAsString(values);
    }

    static EmailState parse(String json) {
        Map<String, String> values = new TreeMap<>();
        EventJson.mapper()
                .readTree(json)
                .properties()
                .forEach(value ->
                        values.put(
                                value.getKey(),
                                Objects.requireNonNull(value.getValue().asString())));
        return new EmailState(values);
    }
}
