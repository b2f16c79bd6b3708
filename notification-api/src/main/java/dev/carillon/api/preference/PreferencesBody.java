package dev.carillon.api.preference;

import dev.carillon.api.recipient.PersonalFields;
import dev.carillon.api.recipient.Recipients.Personal;
import dev.carillon.api.type.TypeCatalogue;
import dev.carillon.api.web.JsonFields;
import dev.carillon.events.Channel;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.EmailMode;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.NotificationType;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Switch;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the preferences that a person sets, and names every fault. A value that is already stored is always accepted,
/// so that a client can write back what it read even if a type or category was withdrawn since.
final class PreferencesBody {
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final String TIME_ALLOWED = "HH:mm from 00:00 to 23:59, such as 22:00";

    private final TypeCatalogue catalogue;
    private final Settings stored;

    PreferencesBody(TypeCatalogue catalogue, Settings stored) {
        this.catalogue = catalogue;
        this.stored = stored;
    }

    /// The body of a PUT: all preferences.
    Settings whole(JsonFields fields) {
        fields.onlyKnown(
                "channels", "categories", "types", "quiet_hours", "time_zone", "locale", "digest");
        Map<Channel, Switch> channels = fields.switches("channels", TypeCatalogue.CHANNELS);
        return new Settings(
                channels == null ? Map.of() : channels,
                byKey(fields, "categories", this::category),
                byKey(fields, "types", this::type),
                quietHours(fields),
                digest(fields));
    }

    /// Whether the body contains time zone or locale.
    static boolean saysPersonal(JsonFields fields) {
        return fields.has("time_zone") || fields.has("locale");
    }

    /// Time zone and locale. An absent field keeps its value, null clears it.
    static Personal personal(JsonFields fields, Personal before) {
        return new Personal(
                fields.has("time_zone")
                        ? PersonalFields.timeZone(fields, "time_zone")
                        : before.timeZone(),
                fields.has("locale") ? PersonalFields.locale(fields, "locale") : before.locale());
    }

    /// The switches of one type. A present switch replaces the old one, null clears it, an absent one stays.
    Map<Channel, Switch> patchedType(String key, JsonFields fields) {
        Map<Channel, Switch> before = Optional.ofNullable(stored.types().get(key)).orElse(Map.of());
        return patched(before, fields, type(fields, key));
    }

    /// The same for one category.
    Map<Channel, Switch> patchedCategory(String key, JsonFields fields) {
        Map<Channel, Switch> before =
                Optional.ofNullable(stored.categories().get(key)).orElse(Map.of());
        return patched(before, fields, category(fields, key));
    }

    private static Map<Channel, Switch> patched(
            Map<Channel, Switch> before, JsonFields fields, Map<Channel, Switch> given) {
        Map<Channel, Switch> after = new LinkedHashMap<>(before);
        for (Channel channel : TypeCatalogue.CHANNELS) {
            if (fields.has(channel.key())) {
                after.remove(channel);
            }
        }
        after.putAll(given);
        return after;
    }

    private static Map<String, Map<Channel, Switch>> byKey(
            JsonFields fields,
            String name,
            BiFunction<JsonFields, String, Map<Channel, Switch>> reader) {
        Map<String, Map<Channel, Switch>> all = new HashMap<>();
        fields.object(
                name,
                keys -> {
                    for (String key : keys.names()) {
                        Map<Channel, Switch> switches =
                                keys.object(key, values -> reader.apply(values, key));
                        all.put(key, switches == null ? Map.of() : switches);
                    }
                    return keys;
                });
        return all;
    }

    private Map<Channel, Switch> category(JsonFields fields, String key) {
        if (!catalogue.hasCategory(key) && !stored.categories().containsKey(key)) {
            fields.refuse(catalogue.unknownCategory(fields.path(), key));
        }
        return fields.switches(TypeCatalogue.CHANNELS);
    }

    private Map<Channel, Switch> type(JsonFields fields, String key) {
        Map<Channel, Switch> switches = fields.switches(TypeCatalogue.CHANNELS);
        Map<Channel, Switch> before = stored.types().get(key);
        Optional<NotificationType> type = catalogue.type(key);
        if (type.isEmpty() && before == null) {
            fields.refuse(catalogue.unknownType(fields.path(), key));
        }
        type.ifPresent(known ->
                switches.forEach((channel, value) -> {
                    if (before == null || !value.equals(before.get(channel))) {
                        check(fields, known, channel, value);
                    }
                }));
        return switches;
    }

    private static void check(
            JsonFields fields, NotificationType type, Channel channel, Switch value) {
        if (!type.channels().containsKey(channel)) {
            if (value.on()) {
                fields.refuse(
                        channel.key(),
                        ErrorCode.CHANNEL_NOT_USED,
                        "can't be switched on: " + type.key() + " does not use this channel",
                        "false");
            }
        } else if (type.critical() && (!value.on() || value.mode() == EmailMode.DIGEST)) {
            fields.refuse(
                    channel.key(),
                    ErrorCode.CRITICAL_TYPE,
                    "can't be muted: " + type.key() + " is critical and always sent at once",
                    "true");
        }
    }

    private static @Nullable QuietHours quietHours(JsonFields fields) {
        return fields.object(
                "quiet_hours",
                quiet -> {
                    quiet.onlyKnown("start", "end");
                    LocalTime start = time(quiet, "start");
                    LocalTime end = time(quiet, "end");
                    if (quiet.raw("start") == null && quiet.raw("end") == null) {
                        return null;
                    }
                    both(quiet, "start", "end");
                    both(quiet, "end", "start");
                    if (start == null || end == null) {
                        return null;
                    }
                    if (start.equals(end)) {
                        quiet.refuse(
                                "end",
                                ErrorCode.SAME_TIME,
                                "is the same as start, which could mean no hours or the whole day",
                                "a time that differs from start");
                    }
                    return new QuietHours(start, end);
                });
    }

    private static void both(JsonFields quiet, String one, String other) {
        if (quiet.raw(one) == null) {
            quiet.refuse(
                    one,
                    ErrorCode.MISSING,
                    "is missing although " + other + " is set",
                    TIME_ALLOWED);
        }
    }

    private static @Nullable DigestSettings digest(JsonFields fields) {
        return fields.object(
                "digest",
                digest -> {
                    digest.onlyKnown("frequency", "time", "day");
                    DigestFrequency frequency = digest.oneOf("frequency", DigestFrequency.class);
                    LocalTime time = time(digest, "time");
                    DayOfWeek day = digest.oneOf("day", DayOfWeek.class);
                    return frequency == null && time == null && day == null
                            ? null
                            : new DigestSettings(frequency, time, day);
                });
    }

    private static @Nullable LocalTime time(JsonFields fields, String name) {
        String text = fields.text(name, 40);
        if (text == null) {
            return null;
        }
        if (TIME.matcher(text).matches()) {
            return LocalTime.parse(text);
        }
        fields.refuse(
                name,
                ErrorCode.INVALID_TIME,
                "has the invalid value '" + JsonFields.shortened(text) + "'",
                TIME_ALLOWED);
        return null;
    }
}
