package dev.carillon.processor.intake;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Health indicator `intake`: down, and the service not ready, until the reference data is complete.
@Component("intakeHealthIndicator")
class IntakeHealth implements HealthIndicator {
    private final IntakeGate gate;

    IntakeHealth(IntakeGate gate) {
        this.gate = gate;
    }

    @Override
    public Health health() {
        return gate.closedBecause()
                .map(reason -> Health.down().withDetail("waitingFor", reason).build())
                .orElseGet(() -> Health.up().build());
    }
}
