package dev.carillon.platform.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Postgres. Its address is set with Spring's `spring.datasource.…`.
///
/// @param waitFor how long the start waits for Postgres before it fails
@ConfigurationProperties("carillon.database")
public record DatabaseSettings(@DefaultValue("2m") Duration waitFor) {
    public DatabaseSettings {
        if (waitFor.isNegative()) {
            throw new IllegalArgumentException(
                    "carillon.database.wait-for must be 0s or more, but is " + waitFor);
        }
    }
}
