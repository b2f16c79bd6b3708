package dev.carillon.email.delivery;

import java.util.Locale;

/// The state of an email.
enum MessageState {
    /// Waits for its first or next attempt.
    WAITING,
    /// An attempt has begun. If the process crashed, the attempt has no outcome.
    BEGUN,
    /// The provider accepted it.
    SENT,
    /// The quota refused this generation.
    REFUSED,
    /// Failed for good, with a dead letter.
    DEAD,
    /// The provider may have accepted it.
    UNKNOWN,
    /// Not sent for a reason that is not a fault, such as expiry.
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
