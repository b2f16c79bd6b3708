package dev.carillon.api.preference;

import dev.carillon.events.Channel;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Switch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All preferences of a person except time zone and locale. Empty inner maps are dropped.
record Settings(
        Map<Channel, Switch> channels,
        Map<String, Map<Channel, Switch>> categories,
        Map<String, Map<Channel, Switch>> types,
        @Nullable QuietHours quietHours,
        @Nullable DigestSettings digest) {
    static final Settings NONE = new Settings(Map.of(), Map.of(), Map.of(), null, null);

    Settings {
        channels = Map.copyOf(channels);
        categories = withoutEmpty(categories);
        types = withoutEmpty(types);
    }

    Settings withChannels(Map<Channel, Switch> changed) {
        return new Settings(changed, categories, types, quietHours, digest);
    }

    Settings withCategory(String key, Map<Channel, Switch> changed) {
        return new Settings(channels, with(categories, key, changed), types, quietHours, digest);
    }

    Settings withType(String key, Map<Channel, Switch> changed) {
        return new Settings(channels, categories, with(types, key, changed), quietHours, digest);
    }

    Settings withDigest(@Nullable DigestSettings changed) {
        return new Settings(channels, categories, types, quietHours, changed);
    }

    /// The switches without the switch of one channel.
    static Map<Channel, Switch> without(Map<Channel, Switch> switches, Channel channel) {
        Map<Channel, Switch> rest = new LinkedHashMap<>(switches);
        rest.remove(channel);
        return rest;
    }

    static Map<Channel, Switch> with(Map<Channel, Switch> switches, Channel channel, Switch value) {
        Map<Channel, Switch> more = new LinkedHashMap<>(switches);
        more.put(channel, value);
        return more;
    }

    private static Map<String, Map<Channel, Switch>> with(
            Map<String, Map<Channel, Switch>> all, String key, Map<Channel, Switch> changed) {
        Map<String, Map<Channel, Switch>> more = new LinkedHashMap<>(all);
        more.put(key, changed);
        return more;
    }

    private static Map<String, Map<Channel, Switch>> withoutEmpty(
            Map<String, Map<Channel, Switch>> all) {
        Map<String, Map<Channel, Switch>> rest = new LinkedHashMap<>();
        all.forEach((key, switches) -> {
            if (!switches.isEmpty()) {
                rest.put(key, Map.copyOf(switches));
            }
        });
        return Map.copyOf(rest);
    }
}
