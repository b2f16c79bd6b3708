package dev.carillon.email.provider;

import dev.carillon.platform.config.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The provider `smtp`.
///
/// @param host host name of the server; required when the provider is smtp
/// @param port port of the server
/// @param username user name for authentication; empty: no authentication
/// @param password password of that user
/// @param startTls whether a connection is refused when the server does not offer STARTTLS
/// @param tls TLS from the first byte (port 465)
/// @param timeout time limit for each connect, read and write
/// @param connections the greatest number of connections kept open
/// @param idle time after which an unused connection is closed
/// @param ratePerSecond the greatest number of emails per second
/// @param atLeastOnce whether an email is sent again when it is unknown whether the server accepted it; it may then
///     arrive twice
@ConfigurationProperties("carillon.email.smtp")
public record SmtpProperties(
        @Nullable String host,
        @DefaultValue("587") int port,
        @Nullable String username,
        @Nullable Secret password,
        @DefaultValue("true") boolean startTls,
        @DefaultValue("false") boolean tls,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("4") int connections,
        @DefaultValue("30s") Duration idle,
        @DefaultValue("50") double ratePerSecond,
        @DefaultValue("false") boolean atLeastOnce) {
    public SmtpProperties {
        if (connections < 1 || connections > 64) {
            throw new IllegalArgumentException(
                    "carillon.email.smtp.connections must be 1 to 64, but is " + connections);
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.toSeconds() > 60) {
            throw new IllegalArgumentException(
                    "carillon.email.smtp.timeout must be more than 0 and at most 60s");
        }
    }
}
