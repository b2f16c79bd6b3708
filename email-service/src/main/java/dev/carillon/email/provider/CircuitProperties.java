package dev.carillon.email.provider;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When a provider is paused.
///
/// @param failures consecutive failed attempts, of different emails, that open the circuit
/// @param pause the first pause; it doubles up to five minutes while probes fail
/// @param maxWait the longest time a worker waits for the provider's rate limit; after that the email is
///     scheduled for later
@ConfigurationProperties("carillon.email.circuit")
public record CircuitProperties(
        @DefaultValue("5") int failures,
        @DefaultValue("30s") Duration pause,
        @DefaultValue("2s") Duration maxWait) {
    public CircuitProperties {
        if (failures < 1) {
            throw new IllegalArgumentException("carillon.email.circuit.failures must be 1 or more");
        }
        if (pause.isNegative() || pause.isZero()) {
            throw new IllegalArgumentException("carillon.email.circuit.pause must be more than 0");
        }
    }
}
