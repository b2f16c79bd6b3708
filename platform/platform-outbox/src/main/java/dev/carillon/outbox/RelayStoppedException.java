package dev.carillon.outbox;

/// The relay was closed or lost its lock, so that it may publish no more. What was not acknowledged is published by the next
/// leader.
final class RelayStoppedException extends RuntimeException {
    RelayStoppedException(String message) {
        super(message);
    }
}
