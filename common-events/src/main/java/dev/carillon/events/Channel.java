package dev.carillon.events;

import java.util.Locale;

/// A way to reach a person. In JSON it has the lower-case name: `in_app`, `email`.
public enum Channel {
    IN_APP,
    EMAIL,
    WEB_PUSH,
    WEBHOOK,
    SLACK,
    DISCORD,
    PUSH,
    SMS;

    /// The name in JSON, headers and texts.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
