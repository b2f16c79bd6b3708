package dev.carillon.events;

/// How often a digest is sent.
public enum DigestFrequency {
    DAILY,
    WEEKLY,
    NEVER
}
