package dev.carillon.events;

/// The kind of a notification; it only affects how the notification looks.
public enum Level {
    INFO,
    SUCCESS,
    WARNING,
    ERROR
}
