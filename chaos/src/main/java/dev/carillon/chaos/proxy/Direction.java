package dev.carillon.chaos.proxy;

/// The direction of bytes.
public enum Direction {
    TO_SERVER,
    TO_CLIENT
}
