package dev.carillon.events;

/// When a notification that may send mail does so.
public enum EmailMode {
    IMMEDIATE,
    DIGEST
}
