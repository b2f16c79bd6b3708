package dev.carillon.platform.link;

import dev.carillon.platform.config.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Signed links.
///
/// @param secret signs links in emails; at least 32 characters, the same for all services; required outside local
///     mode
@ConfigurationProperties("carillon.links")
public record LinkSettings(@Nullable Secret secret) {
    public LinkSettings {
        if (secret != null && secret.bytes().length < 32) {
            throw new IllegalArgumentException(
                    "carillon.links.secret must have at least 32 characters");
        }
    }
}
