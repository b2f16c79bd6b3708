package dev.carillon.email.provider;

import dev.carillon.platform.config.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The provider `smtp`.
///
/// @param host of the server; required when smtp is the provider
/// @param port of the server
/// @param username signs in with it; none: without signing in
/// @param password of that user
/// @param startTls whether a connection without TLS is refused
/// @param tls TLS from the first byte (port 465)
/// @param timeout of connecting, reading and writing, each
/// @param connections kept open at most
/// @param idle after which a kept connection is closed
/// @param ratePerSecond mails a second at most
/// @param atLeastOnce whether a mail whose acceptance is unknown is sent again, perhaps twice
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
