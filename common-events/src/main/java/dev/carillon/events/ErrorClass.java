package dev.carillon.events;

/// Who causes an error: the caller, Carillon itself, or a resource that Carillon depends on.
public enum ErrorClass {
    CALLER,
    US,
    RESOURCE
}
