package dev.carillon.api.trigger;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// `carillon.requests.*`.
///
/// @param retention how long a request can be read after it was accepted
@Validated
@ConfigurationProperties("carillon.requests")
record RequestSettings(@DefaultValue("30d") @NotNull Duration retention) {
    RequestSettings {
        if (retention.compareTo(IdempotencyKeys.KEPT) < 0) {
            throw new IllegalArgumentException(
                    "carillon.requests.retention must be at least a day, but is " + retention);
        }
    }
}
