package dev.carillon.api.type;

import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationType;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import org.hibernate.annotations.ColumnTransformer;

/// The current version of a type.
@Entity
@Table(name = "notification_type")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class TypeRow {
    @EmbeddedId private TypeId id;
    private long version;

    @ColumnTransformer(write = "?::jsonb")
    private String definition;

    private byte[] hash;
    private String source;
    private boolean deleted;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected TypeRow() {}

    TypeRow(TypeId id) {
        this.id = id;
        this.hash = new byte[0];
    }

    TypeId id() {
        return id;
    }

    String source() {
        return source;
    }

    boolean isDeleted() {
        return deleted;
    }

    NotificationType type() {
        return EventJson.read(definition.getBytes(StandardCharsets.UTF_8), NotificationType.class);
    }

    /// Stores what the file declares now; returns false when nothing changes.
    boolean take(NotificationType declared, String file, Instant now) {
        byte[] newHash = sha256(EventJson.write(at(declared, 0, false)));
        source = file;
        if (!deleted && Arrays.equals(hash, newHash)) {
            return false;
        }
        hash = newHash;
        store(declared, false, now);
        return true;
    }

    /// Marks the type as withdrawn because its file is gone.
    void withdraw(Instant now) {
        store(type(), true, now);
    }

    private void store(NotificationType type, boolean withdrawn, Instant now) {
        version++;
        deleted = withdrawn;
        definition =
                new String(EventJson.write(at(type, version, withdrawn)), StandardCharsets.UTF_8);
        updatedAt = now;
    }

    String definition() {
        return definition;
    }

    private static NotificationType at(NotificationType type, long version, boolean deleted) {
        return new NotificationType(
                type.tenant(),
                type.key(),
                version,
                type.label(),
                type.category(),
                type.priority(),
                type.level(),
                type.critical(),
                type.notifyActor(),
                type.channels(),
                type.dedup(),
                type.expiresAfter(),
                type.dataSchema(),
                type.rules(),
                type.templates(),
                deleted);
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }
}
