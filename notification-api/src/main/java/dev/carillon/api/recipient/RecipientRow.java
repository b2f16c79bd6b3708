package dev.carillon.api.recipient;

import dev.carillon.events.Recipient;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/// A stored recipient. A row of version 0 was created only to be locked; the same transaction fills it.
@Entity
@Table(name = "recipient")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class RecipientRow {
    @EmbeddedId private RecipientId id;
    private long version;
    private @Nullable String name;
    private @Nullable String email;
    private @Nullable String phone;
    private @Nullable String locale;

    @Column(name = "time_zone")
    private @Nullable String timeZone;

    @Column(name = "avatar_url")
    private @Nullable String avatar;

    @Convert(converter = AttributesJson.class)
    @ColumnTransformer(write = "?::jsonb")
    private Map<String, Object> attributes;

    private boolean deleted;
    private boolean erased;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected RecipientRow() {}

    RecipientId id() {
        return id;
    }

    /// Whether the recipient exists: stored or seen, and not deleted since.
    boolean isPresent() {
        return version > 0 && !deleted;
    }

    RecipientProfile profile() {
        return deleted
                ? RecipientProfile.EMPTY
                : new RecipientProfile(name, email, phone, locale, timeZone, avatar, attributes);
    }

    /// Stores the new profile; returns false when nothing changes.
    boolean take(RecipientProfile profile, Instant now) {
        if (isPresent() && profile.equals(profile())) {
            return false;
        }
        fill(profile);
        deleted = false;
        erased = false;
        next(now);
        return true;
    }

    /// Clears the profile; returns false when the recipient is already deleted.
    boolean delete(Instant now) {
        if (deleted) {
            return false;
        }
        fill(RecipientProfile.EMPTY);
        deleted = true;
        next(now);
        return true;
    }

    Recipient recipient() {
        return new Recipient(
                id.tenant(),
                id.recipient(),
                version,
                name,
                email,
                phone,
                locale,
                timeZone,
                avatar,
                attributes,
                deleted,
                erased,
                updatedAt);
    }

    RecipientAnswer answer() {
        return new RecipientAnswer(
                id.recipient(),
                version,
                name,
                email,
                phone,
                locale,
                timeZone,
                avatar,
                attributes,
                createdAt,
                updatedAt);
    }

    private void fill(RecipientProfile profile) {
        name = profile.name();
        email = profile.email();
        phone = profile.phone();
        locale = profile.locale();
        timeZone = profile.timeZone();
        avatar = profile.avatar();
        attributes = profile.attributes();
    }

    private void next(Instant now) {
        version++;
        updatedAt = now;
    }
}
