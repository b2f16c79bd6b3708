package dev.carillon.events;

import java.util.List;

/// The topics between the services, by their base names, without the configurable prefix (`carillon.`).
public final class Topics {
    public static final String DOMAIN_EVENTS = "domain-events";
    public static final String RECIPIENT_EVENTS = "recipient-events";
    public static final String REQUESTS = "requests";
    public static final String FANOUT = "fanout";
    public static final String NOTIFICATIONS = "notifications";
    public static final String NOTIFICATIONS_BULK = "notifications-bulk";
    public static final String EMAIL = "email";
    public static final String EMAIL_CRITICAL = "email-critical";
    public static final String DEFERRALS = "deferrals";
    public static final String TIMELINE = "timeline";
    public static final String DEAD_LETTERS = "dead-letters";
    public static final String INBOX_CHANGES = "inbox-changes";
    public static final String CLIENT_ACTIONS = "client-actions";
    public static final String ANNOUNCEMENTS = "announcements";
    public static final String RECIPIENTS = "recipients";
    public static final String PREFERENCES = "preferences";
    public static final String NOTIFICATION_TYPES = "notification-types";
    public static final String MEMBERSHIPS = "memberships";

    /// A dead letter contains the original value and headers, so its topic and producer allow larger records than
    /// others.
    public static final int DEAD_LETTER_MAX_BYTES = 2 * 1024 * 1024;

    /// The compacted topics: keyed by their own id; the last record of a key is its current state.
    public static final List<String> REFERENCE =
            List.of(RECIPIENTS, PREFERENCES, NOTIFICATION_TYPES, MEMBERSHIPS);

    private Topics() {}
}
