package dev.carillon.digest.deferral;

import dev.carillon.events.Deferral;
import dev.carillon.events.EmailMessage;
import dev.carillon.events.Notification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JSON may lack fields that the records declare as non-null. This class checks every field that the
/// service uses later.
final class MissingFields {
    private MissingFields() {}

    /// The name of the first missing field.
    static Optional<String> of(Deferral deferral) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", deferral.id());
        fields.put("tenant", deferral.tenant());
        fields.put("recipient", deferral.recipient());
        fields.put("channel", deferral.channel());
        fields.put("reason", deferral.reason());
        fields.put("decided_at", deferral.decidedAt());
        return first(fields)
                .or(() ->
                        Optional.ofNullable(deferral.notification())
                                .flatMap(one -> of(one, "notification")))
                .or(() -> Optional.ofNullable(deferral.email()).flatMap(MissingFields::of));
    }

    private static Optional<String> of(EmailMessage email) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("email.id", email.id());
        fields.put("email.kind", email.kind());
        fields.put("email.tenant", email.tenant());
        fields.put("email.recipient", email.recipient());
        fields.put("email.priority", email.priority());
        fields.put("email.created_at", email.createdAt());
        List<Notification> notifications = email.notifications();
        return first(fields)
                .or(() ->
                        notifications.isEmpty()
                                ? Optional.of("email.notifications")
                                : notifications.stream()
                                        .map(one -> of(one, "email.notifications"))
                                        .flatMap(Optional::stream)
                                        .findFirst());
    }

    private static Optional<String> of(@Nullable Notification notification, String at) {
        if (notification == null) {
            return Optional.of(at);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(at + ".id", notification.id());
        fields.put(at + ".tenant", notification.tenant());
        fields.put(at + ".recipient", notification.recipient());
        fields.put(at + ".type", text(notification.type()));
        fields.put(at + ".category", text(notification.category()));
        fields.put(at + ".priority", notification.priority());
        fields.put(at + ".created_at", notification.createdAt());
        return first(fields);
    }

    /// A key with a control character is invalid; Postgres would reject it.
    private static @Nullable String text(@Nullable String key) {
        return key == null || key.chars().anyMatch(Character::isISOControl) ? null : key;
    }

    private static Optional<String> first(Map<String, @Nullable Object> fields) {
        return fields.entrySet().stream()
                .filter(field -> field.getValue() == null)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
