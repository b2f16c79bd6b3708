package dev.carillon.processor.reference;

import dev.carillon.events.Preferences;
import dev.carillon.events.Recipient;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// What is known of a recipient when a notification is decided. Who was never seen, or was deleted, has the defaults.
///
/// @param recipientVersion how far the copy is; 0 when there is none
/// @param preferencesVersion likewise
public record Person(
        @Nullable Recipient recipient,
        long recipientVersion,
        @Nullable Preferences preferences,
        long preferencesVersion) {
    /// Nothing is known.
    public static final Person UNKNOWN = of(null, null);

    /// What the copy holds, deleted ones too.
    public static Person of(@Nullable Recipient recipient, @Nullable Preferences preferences) {
        boolean gone = recipient != null && recipient.deleted() && !recipient.erased();
        boolean unset = preferences != null && preferences.deleted();
        return new Person(
                gone ? null : recipient,
                recipient == null ? 0 : recipient.version(),
                unset ? null : preferences,
                preferences == null ? 0 : preferences.version());
    }

    /// Whether everything known of them is to be forgotten and nothing more may be sent.
    public boolean erased() {
        return recipient != null && recipient.erased();
    }

    /// BCP 47, or null for the last resort.
    public @Nullable String locale() {
        return recipient == null ? null : recipient.locale();
    }

    /// Their zone; UTC until known, and where the zone is none that this Java knows.
    public ZoneId zone() {
        return recipient == null ? ZoneOffset.UTC : recipient.zone();
    }
}
