package dev.carillon.email.delivery;

import java.util.Locale;

/// Where a mail stands.
enum MessageState {
    /// For its first or next attempt.
    WAITING,
    /// An attempt is under way, or was when its process ended.
    BEGUN,
    /// Accepted by the provider.
    SENT,
    /// By the quota, at this generation.
    REFUSED,
    /// Given up, with a dead letter.
    DEAD,
    /// Perhaps accepted.
    UNKNOWN,
    /// For a reason that is no fault.
    NOT_MAILED;

    boolean isFinal() {
        return this != WAITING && this != BEGUN;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MessageState of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
