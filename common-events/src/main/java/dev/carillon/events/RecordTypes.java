package dev.carillon.events;

/// The CloudEvents types (`ce_type`) of the records in our own topics. A record of an unknown type becomes a dead
/// letter.
public final class RecordTypes {
    public static final String REQUEST = "dev.carillon.request";
    public static final String NOTIFICATION = "dev.carillon.notification";
    public static final String EMAIL = "dev.carillon.email";
    public static final String DEFERRAL = "dev.carillon.deferral";
    public static final String TIMELINE = "dev.carillon.timeline";
    public static final String INBOX_CHANGE = "dev.carillon.inbox-change";
    public static final String CLIENT_ACTION = "dev.carillon.client-action";
    public static final String ANNOUNCEMENT = "dev.carillon.announcement";
    public static final String RECIPIENT = "dev.carillon.recipient";
    public static final String PREFERENCES = "dev.carillon.preferences";
    public static final String NOTIFICATION_TYPE = "dev.carillon.notification-type";
    public static final String CATALOGUE = "dev.carillon.catalogue";

    private RecordTypes() {}
}
