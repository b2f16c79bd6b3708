package dev.carillon.outbox;

/// The relay was closed or lost its lock, so it must not publish any more. The next leader publishes what was not
/// acknowledged.
final class RelayStoppedException extends RuntimeException {
    RelayStoppedException(String message) {
        super(message);
    }
}
