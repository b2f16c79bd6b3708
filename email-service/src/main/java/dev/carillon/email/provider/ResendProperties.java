package dev.carillon.email.provider;

import dev.carillon.platform.config.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The provider `resend`.
///
/// @param apiKey required when the provider is resend
/// @param baseUrl base URL of the API
/// @param account name of the account in the quota
/// @param connectTimeout time limit for connecting
/// @param timeout time limit for a whole call, at most 9 s because a lease lasts 10 s
/// @param ratePerSecond the greatest number of calls per second
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
