package dev.carillon.processor.reference;

import dev.carillon.events.Preferences;
import dev.carillon.events.Recipient;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// What is known of a recipient at the time of the decision. An unknown or deleted recipient has the defaults.
///
/// @param recipientVersion version of the recipient's copy; 0 when there is none
/// @param preferencesVersion version of the preferences' copy; 0 when there is none
public record Person(
        @Nullable Recipient recipient,
        long recipientVersion,
        @Nullable Preferences preferences,
        long preferencesVersion) {
    /// An unknown recipient.
    public static final Person UNKNOWN = of(null, null);

    /// From the rows of the copy; a deleted row counts as the defaults, an erased recipient stays erased.
    public static Person of(@Nullable Recipient recipient, @Nullable Preferences preferences) {
        boolean gone = recipient != null && recipient.deleted() && !recipient.erased();
        boolean unset = preferences != null && preferences.deleted();
        return new Person(
                gone ? null : recipient,
                recipient == null ? 0 : recipient.version(),
                unset ? null : preferences,
                preferences == null ? 0 : preferences.version());
    }

    /// Whether the recipient was erased: nothing may be sent to them any more.
    public boolean erased() {
        return recipient != null && recipient.erased();
    }

    /// A BCP 47 language tag; null when unknown, then the default locale applies.
    public @Nullable String locale() {
        return recipient == null ? null : recipient.locale();
    }

    /// The recipient's zone; UTC when unknown or not supported by this Java version.
    public ZoneId zone() {
        return recipient == null ? ZoneOffset.UTC : recipient.zone();
    }
}
