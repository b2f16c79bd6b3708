package dev.carillon.api.web;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// `carillon.rate-limit.*`: how many calls a caller may make on all replicas together.
///
/// @param user calls that a person may make in each window
/// @param userWindow the length of a person's window
/// @param service calls that a service may make in each window
/// @param serviceWindow the length of a service's window
@Validated
@ConfigurationProperties("carillon.rate-limit")
record RateLimitSettings(
        @DefaultValue("100") @Min(1) int user,
        @DefaultValue("1m") @NotNull Duration userWindow,
        @DefaultValue("1000") @Min(1) int service,
        @DefaultValue("1s") @NotNull Duration serviceWindow) {
    RateLimitSettings {
        check("carillon.rate-limit.user-window", userWindow);
        check("carillon.rate-limit.service-window", serviceWindow);
    }

    private static void check(String key, Duration window) {
        if (window.compareTo(Duration.ofSeconds(1)) < 0
                || window.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(key + " must be from 1s to 1h, but is " + window);
        }
    }
}
