package dev.carillon.events;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The switch in force for one channel of one type and one person, and which level decided it. The API shows it and the
/// processor decides by it, so both use the same rule. A person's own setting overrides the type's. Of a person's own
/// settings the most specific one is used (type, category, channel), except that a channel that is switched off as a
/// whole stays off. Critical types ignore every switch.
///
/// @param used whether the type uses the channel at all; if not, the switch is off
/// @param on whether the channel is used for this person
/// @param mode when mail is sent; null for other channels, and if neither person nor type sets it
/// @param decidedBy `person`, `type` or `system`
/// @param setting if the person's own setting decided: its path, such as `types.issue-assigned.email`; null otherwise
public record EffectiveSwitch(
        boolean used,
        boolean on,
        @Nullable EmailMode mode,
        String decidedBy,
        @Nullable String setting) {
    public static final String PERSON = "person";
    public static final String TYPE = "type";

    /// Computes the switch of a channel.
    ///
    /// @param own the person's preferences; null when never set
    public static EffectiveSwitch of(
            NotificationType type, @Nullable Preferences own, Channel channel) {
        Switch byType = type.channels().get(channel);
        if (byType == null) {
            return new EffectiveSwitch(false, false, null, TYPE, null);
        }
        if (type.critical()) {
            EmailMode at = channel == Channel.EMAIL ? EmailMode.IMMEDIATE : null;
            return new EffectiveSwitch(true, true, at, TYPE, null);
        }
        Own whole = Own.of("channels", own == null ? null : own.channels(), channel);
        if (whole.value != null && !whole.value.on()) {
            return new EffectiveSwitch(true, false, null, PERSON, whole.path);
        }
        Own narrow =
                Own.of(
                        "types." + type.key(),
                        own == null ? null : own.types().get(type.key()),
                        channel);
        Own middle =
                Own.of(
                        "categories." + type.category(),
                        own == null ? null : own.categories().get(type.category()),
                        channel);
        EmailMode mode = mode(channel, narrow.value, middle.value, whole.value, byType);
        return Stream.of(narrow, middle, whole)
                .filter(candidate -> candidate.value != null)
                .findFirst()
                .map(winner -> winner.decided(mode))
                .orElseGet(() ->
                        new EffectiveSwitch(
                                true, byType.on(), byType.on() ? mode : null, TYPE, null));
    }

    private static @Nullable EmailMode mode(Channel channel, @Nullable Switch... narrowFirst) {
        if (channel != Channel.EMAIL) {
            return null;
        }
        for (Switch candidate : narrowFirst) {
            if (candidate != null && candidate.mode() != null) {
                return candidate.mode();
            }
        }
        return null;
    }

    private record Own(String path, @Nullable Switch value) {
        static Own of(String level, @Nullable Map<Channel, Switch> settings, Channel channel) {
            return new Own(
                    level + "." + channel.key(), settings == null ? null : settings.get(channel));
        }

        EffectiveSwitch decided(@Nullable EmailMode mode) {
            boolean on = value != null && value.on();
            return new EffectiveSwitch(true, on, on ? mode : null, PERSON, path);
        }
    }
}
