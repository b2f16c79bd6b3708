package dev.carillon.events;

import java.util.Locale;

/// A way to reach a person. In JSON the lower-case name: `in_app`, `email`.
public enum Channel {
    IN_APP,
    EMAIL,
    WEB_PUSH,
    WEBHOOK,
    SLACK,
    DISCORD,
    PUSH,
    SMS;

    /// The name as JSON, headers and texts show it.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
