package dev.carillon.events;

/// When mail goes out for a notification that is allowed to send one.
public enum EmailMode {
    IMMEDIATE,
    DIGEST
}
