package dev.carillon.events;

/// How important a notification is. Urgent ones ignore quiet hours; high and urgent ones may use the mail quota's
/// reserve.
public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    URGENT
}
