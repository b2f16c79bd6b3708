package dev.carillon.events;

/// How much a notification matters. Urgent passes quiet hours; high and urgent may use the mail quota's head-room.
public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    URGENT
}
