package dev.carillon.api.preference;

import dev.carillon.api.preference.EffectivePreferences.Digest;
import dev.carillon.api.preference.EffectivePreferences.OfCategory;
import dev.carillon.api.preference.EffectivePreferences.OfType;
import dev.carillon.api.preference.EffectivePreferences.Setting;
import dev.carillon.api.recipient.Recipients;
import dev.carillon.api.recipient.Recipients.Personal;
import dev.carillon.api.type.TypeCatalogue;
import dev.carillon.api.type.Types;
import dev.carillon.events.Category;
import dev.carillon.events.Channel;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.EffectiveSwitch;
import dev.carillon.events.EmailMode;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Preferences;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Switch;
import java.time.DayOfWeek;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Shows the preferences in force for a person and which level decided each. It uses the same rule as the processor.
@Component
class ShowPreferences {
    private static final String SYSTEM = "system";

    private final StoredPreferences preferences;
    private final Recipients recipients;
    private final Types types;

    ShowPreferences(StoredPreferences preferences, Recipients recipients, Types types) {
        this.preferences = preferences;
        this.recipients = recipients;
        this.types = types;
    }

    EffectivePreferences effective(RecipientKey key) {
        Preferences own = preferences.preferences(key);
        Personal personal = recipients.personal(key);
        TypeCatalogue catalogue = types.current(key.tenant());
        return new EffectivePreferences(
                own.version(),
                ofAll(own),
                catalogue.categories().stream()
                        .map(category -> of(category, personal.locale(), own))
                        .toList(),
                catalogue.types().values().stream().map(type -> of(type, own)).toList(),
                own.quietHours(),
                personal.timeZone() == null ? "UTC" : personal.timeZone(),
                personal.locale(),
                digest(own.digest()));
    }

    private static Map<Channel, Setting> ofAll(Preferences own) {
        Map<Channel, Setting> settings = new EnumMap<>(Channel.class);
        for (Channel channel : TypeCatalogue.CHANNELS) {
            settings.put(
                    channel,
                    firstSet(
                            "channels." + channel.key(),
                            own.channels().get(channel),
                            null,
                            Switch.ON));
        }
        return settings;
    }

    /// A category: off if the whole channel is off, else the person's own setting, else the default, else on.
    private static OfCategory of(Category category, @Nullable String locale, Preferences own) {
        Map<Channel, Setting> settings = new EnumMap<>(Channel.class);
        for (Channel channel : TypeCatalogue.CHANNELS) {
            Switch whole = own.channels().get(channel);
            Switch narrow = own.categories().getOrDefault(category.key(), Map.of()).get(channel);
            boolean wholeDecides = whole != null && (!whole.on() || narrow == null);
            settings.put(
                    channel,
                    wholeDecides
                            ? firstSet("channels." + channel.key(), whole, null, Switch.ON)
                            : firstSet(
                                    "categories." + category.key() + "." + channel.key(),
                                    narrow,
                                    category.channels().get(channel),
                                    Switch.ON));
        }
        return new OfCategory(
                category.key(),
                category.labelIn(locale),
                category.order(),
                category.icon(),
                settings);
    }

    private static Setting firstSet(
            String path, @Nullable Switch own, @Nullable Switch category, Switch system) {
        if (own != null) {
            return new Setting(own, EffectiveSwitch.PERSON, path, true);
        }
        return category != null
                ? new Setting(category, "category", null, true)
                : new Setting(system, SYSTEM, null, true);
    }

    private static OfType of(NotificationType type, Preferences own) {
        Map<Channel, Setting> settings = new EnumMap<>(Channel.class);
        for (Channel channel : TypeCatalogue.CHANNELS) {
            EffectiveSwitch decided = EffectiveSwitch.of(type, own, channel);
            if (decided.used()) {
                settings.put(
                        channel,
                        new Setting(
                                value(type, channel, decided),
                                decided.decidedBy(),
                                decided.setting(),
                                !type.critical()));
            }
        }
        return new OfType(
                type.key(),
                type.label(),
                type.category(),
                type.critical(),
                !type.critical(),
                settings);
    }

    /// For email that is on, when it is sent: at once if the type is urgent, else as the person or the type says, else
    /// in the digest.
    private static Switch value(NotificationType type, Channel channel, EffectiveSwitch decided) {
        if (channel != Channel.EMAIL || !decided.on()) {
            return decided.on() ? Switch.ON : Switch.OFF;
        }
        boolean immediate =
                decided.mode() == EmailMode.IMMEDIATE || type.priority() == Priority.URGENT;
        return immediate ? Switch.IMMEDIATE : Switch.DIGEST;
    }

    private static Digest digest(@Nullable DigestSettings own) {
        DigestFrequency frequency =
                Optional.ofNullable(own)
                        .map(DigestSettings::frequency)
                        .orElse(DigestFrequency.DAILY);
        DayOfWeek day =
                frequency == DigestFrequency.WEEKLY
                        ? Optional.ofNullable(own).map(DigestSettings::day).orElse(DayOfWeek.MONDAY)
                        : null;
        return new Digest(
                frequency,
                Optional.ofNullable(own)
                        .map(DigestSettings::time)
                        .orElse(DigestSettings.DEFAULT_TIME)
                        .toString(),
                day,
                own == null ? SYSTEM : EffectiveSwitch.PERSON);
    }
}
