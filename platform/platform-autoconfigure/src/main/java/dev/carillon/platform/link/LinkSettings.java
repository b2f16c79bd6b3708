package dev.carillon.platform.link;

import dev.carillon.platform.config.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Signed links.
///
/// @param secret signs links in mails, at least 32 characters; required outside local mode, the same for all services
@ConfigurationProperties("carillon.links")
public record LinkSettings(@Nullable Secret secret) {
    public LinkSettings {
        if (secret != null && secret.bytes().length < 32) {
            throw new IllegalArgumentException(
                    "carillon.links.secret must have at least 32 characters");
        }
    }
}
