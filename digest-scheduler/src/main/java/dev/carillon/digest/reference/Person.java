package dev.carillon.digest.reference;

import dev.carillon.events.Channel;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.Notification;
import dev.carillon.events.Preferences;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Reasons;
import dev.carillon.events.Recipient;
import dev.carillon.events.Switch;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What decides whether and when a person receives what was deferred.
///
/// @param zone UTC when unknown
/// @param gone erased or deleted
/// @param hasAddress whether the person has an email address
/// @param preferences null when the person never set any
public record Person(
        ZoneId zone, boolean gone, boolean hasAddress, @Nullable Preferences preferences) {
    /// An unknown recipient: default preferences and no address.
    public static final Person UNKNOWN = new Person(ZoneOffset.UTC, false, false, null);

    static ZoneId zoneOf(@Nullable String name) {
        return Recipient.zoneOf(name);
    }

    /// The person's quiet hours, or null.
    public @Nullable QuietHours quietHours() {
        return preferences == null ? null : preferences.quietHours();
    }

    /// The end of the quiet hours that contain the instant; empty outside quiet hours.
    public Optional<Instant> quietUntil(Instant at) {
        QuietHours hours = quietHours();
        return hours == null ? Optional.empty() : hours.endAt(zone, at);
    }

    /// The person's digest settings, or null for the defaults.
    public @Nullable DigestSettings digest() {
        return preferences == null ? null : preferences.digest();
    }

    /// Why the person no longer wants this notification on the channel; empty when they do. Critical notifications are
    /// never refused.
    public Optional<String> refuses(Notification notification, Channel channel) {
        if (gone) {
            return Optional.of(Reasons.ERASED);
        }
        if (preferences == null || notification.critical()) {
            return Optional.empty();
        }
        if (isOff(preferences.channels(), channel)) {
            return Optional.of(Reasons.CHANNEL_OFF);
        }
        Switch own = own(preferences.types().get(notification.type()), channel);
        if (own == null) {
            own = own(preferences.categories().get(notification.category()), channel);
        }
        return own != null && !own.on() ? Optional.of(Reasons.UNSUBSCRIBED) : Optional.empty();
    }

    private static @Nullable Switch own(@Nullable Map<Channel, Switch> switches, Channel channel) {
        return switches == null ? null : switches.get(channel);
    }

    private static boolean isOff(Map<Channel, Switch> switches, Channel channel) {
        Switch set = switches.get(channel);
        return set != null && !set.on();
    }
}
