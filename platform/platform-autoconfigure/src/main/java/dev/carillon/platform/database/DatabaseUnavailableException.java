package dev.carillon.platform.database;

/// The start fails, since Postgres is not there or refuses.
public final class DatabaseUnavailableException extends RuntimeException {
    DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
