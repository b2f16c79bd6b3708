package dev.carillon.email.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How emails are processed.
///
/// @param attempts failed attempts after which an email is given up
/// @param workers emails processed at the same time
/// @param criticalWorkers additional workers that process only critical emails
/// @param retention how long finished emails, the quota's ledger and the mailbox are kept. At least 30 days, so that a
///     replayed record still finds its email
@ConfigurationProperties("carillon.email.delivery")
record DeliveryProperties(
        @DefaultValue("8") int attempts,
        @DefaultValue("4") int workers,
        @DefaultValue("2") int criticalWorkers,
        @DefaultValue("35d") Duration retention) {
    DeliveryProperties {
        atLeastOne("attempts", attempts);
        atLeastOne("workers", workers);
        atLeastOne("critical-workers", criticalWorkers);
        if (retention.compareTo(Duration.ofDays(30)) < 0) {
            throw new IllegalArgumentException(
                    "carillon.email.delivery.retention must be 30d or more, but is " + retention);
        }
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "carillon.email.delivery." + key + " must be 1 or more, but is " + value);
        }
    }
}
