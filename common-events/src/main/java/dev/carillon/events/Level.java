package dev.carillon.events;

/// What kind of news a notification is; only its looks depend on it.
public enum Level {
    INFO,
    SUCCESS,
    WARNING,
    ERROR
}
