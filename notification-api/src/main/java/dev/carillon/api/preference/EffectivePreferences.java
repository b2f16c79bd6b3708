package dev.carillon.api.preference;

import dev.carillon.events.Channel;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Switch;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings in force for a person, defaults included, and which level decided each.
///
/// @param version of the person's own settings; 0 when they never set any
/// @param categories in the order of tabs
/// @param types in order of key
/// @param timeZone `UTC` until known
record EffectivePreferences(
        long version,
        Map<Channel, Setting> channels,
        List<OfCategory> categories,
        List<OfType> types,
        @Nullable QuietHours quietHours,
        String timeZone,
        @Nullable String locale,
        Digest digest) {

    /// @param value true or false; for email that is on, when it is sent
    /// @param decidedBy the level that decided: `person`, `type`, `category`, `tenant` or `system`
    /// @param setting if the person's own setting decided: its path
    /// @param mutable whether the person can change it
    record Setting(Switch value, String decidedBy, @Nullable String setting, boolean mutable) {}

    /// A category with the fields that clients show.
    record OfCategory(
            String key,
            String label,
            int order,
            @Nullable String icon,
            Map<Channel, Setting> channels) {}

    /// @param channels the channels that the type uses
    record OfType(
            String key,
            @Nullable String label,
            String category,
            boolean critical,
            boolean mutable,
            Map<Channel, Setting> channels) {}

    record Digest(
            DigestFrequency frequency, String time, @Nullable DayOfWeek day, String decidedBy) {}
}
