package dev.carillon.api.preference;

import dev.carillon.events.Channel;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.Preferences;
import dev.carillon.events.QuietHours;
import dev.carillon.events.Switch;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Map;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/// A person's stored preferences. A row of version 0 was created only to be locked; the same transaction fills it.
@Entity
@Table(name = "preferences")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class PreferencesRow {
    @EmbeddedId private PreferencesId id;
    private long version;

    @Convert(converter = SwitchesJson.class)
    @ColumnTransformer(write = "?::jsonb")
    private Map<Channel, Switch> channels;

    @Convert(converter = SwitchesByKeyJson.class)
    @ColumnTransformer(write = "?::jsonb")
    private Map<String, Map<Channel, Switch>> categories;

    @Convert(converter = SwitchesByKeyJson.class)
    @ColumnTransformer(write = "?::jsonb")
    private Map<String, Map<Channel, Switch>> types;

    @Column(name = "quiet_start")
    private @Nullable LocalTime quietStart;

    @Column(name = "quiet_end")
    private @Nullable LocalTime quietEnd;

    @Enumerated(EnumType.STRING)
    @Column(name = "digest_frequency")
    private @Nullable DigestFrequency digestFrequency;

    @Column(name = "digest_time")
    private @Nullable LocalTime digestTime;

    @Enumerated(EnumType.STRING)
    @Column(name = "digest_day")
    private @Nullable DayOfWeek digestDay;

    private boolean deleted;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected PreferencesRow() {}

    Settings settings() {
        QuietHours quiet =
                quietStart == null || quietEnd == null
                        ? null
                        : new QuietHours(quietStart, quietEnd);
        DigestSettings digest =
                digestFrequency == null && digestTime == null && digestDay == null
                        ? null
                        : new DigestSettings(digestFrequency, digestTime, digestDay);
        return new Settings(channels, categories, types, quiet, digest);
    }

    /// Stores the new settings; returns false when nothing changes.
    boolean take(Settings settings, Instant now) {
        if (version > 0 && settings.equals(settings())) {
            return false;
        }
        channels = settings.channels();
        categories = settings.categories();
        types = settings.types();
        quietStart = settings.quietHours() == null ? null : settings.quietHours().start();
        quietEnd = settings.quietHours() == null ? null : settings.quietHours().end();
        DigestSettings digest = settings.digest();
        digestFrequency = digest == null ? null : digest.frequency();
        digestTime = digest == null ? null : digest.time();
        digestDay = digest == null ? null : digest.day();
        deleted = false;
        version++;
        updatedAt = now;
        return true;
    }

    Preferences preferences() {
        Settings settings = settings();
        return new Preferences(
                id.tenant(),
                id.recipient(),
                version,
                settings.channels(),
                settings.categories(),
                settings.types(),
                settings.quietHours(),
                settings.digest(),
                deleted,
                updatedAt);
    }
}
