package dev.carillon.events;

/// Who is to blame for an error: whoever called, us, or something that we depend on.
public enum ErrorClass {
    CALLER,
    US,
    RESOURCE
}
