package dev.carillon.email.provider;

import dev.carillon.platform.config.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The provider `resend`.
///
/// @param apiKey required when resend is the provider
/// @param baseUrl of its API
/// @param account how the quota calls the account
/// @param connectTimeout of connecting
/// @param timeout of a whole call, at most 9 s: a lease is 10 s
/// @param ratePerSecond calls a second at most
@ConfigurationProperties("carillon.email.resend")
public record ResendProperties(
        @Nullable Secret apiKey,
        @DefaultValue("https://api.resend.com") URI baseUrl,
        @DefaultValue("default") String account,
        @DefaultValue("3s") Duration connectTimeout,
        @DefaultValue("8s") Duration timeout,
        @DefaultValue("2") double ratePerSecond) {
    public ResendProperties {
        if (timeout.isNegative() || timeout.isZero() || timeout.toSeconds() > 9) {
            throw new IllegalArgumentException(
                    "carillon.email.resend.timeout must be more than 0 and at most 9s");
        }
    }
}
