package dev.carillon.platform.database;

import dev.carillon.platform.config.StartFailure;

/// The start fails because Postgres does not answer or rejects the connection.
public final class DatabaseUnavailableException extends StartFailure {
    DatabaseUnavailableException(String message, Throwable cause) {
        super(
                message,
                "Start Postgres or correct spring.datasource.url, .username and .password.",
                cause);
    }
}
