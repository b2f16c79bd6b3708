package dev.carillon.platform.kafka;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/// The health indicator `kafkaListeners`: down while a listener retries or has stopped unexpectedly, with the cause.
final class ListenerHealth implements HealthIndicator {
    private final ListenerFaults faults;
    private final LogLoss logLoss;
    private final ObjectProvider<KafkaListenerEndpointRegistry> registry;

    ListenerHealth(
            ListenerFaults faults,
            LogLoss logLoss,
            ObjectProvider<KafkaListenerEndpointRegistry> registry) {
        this.faults = faults;
        this.logLoss = logLoss;
        this.registry = registry;
    }

    @Override
    public Health health() {
        Map<String, String> failing = new TreeMap<>();
        faults.current()
                .forEach((listener, fault) ->
                        failing.put(listener, fault.cause() + " (since " + fault.since() + ")"));
        KafkaListenerEndpointRegistry containers = registry.getIfAvailable();
        if (containers != null) {
            for (MessageListenerContainer container : containers.getAllListenerContainers()) {
                if (!container.isInExpectedState()) {
                    failing.putIfAbsent(ListenerFaults.name(container), "stopped unexpectedly");
                }
            }
        }
        Health.Builder health = failing.isEmpty() ? Health.up() : Health.down();
        if (!failing.isEmpty()) {
            health.withDetail("failing", failing);
        }
        if (!logLoss.losses().isEmpty()) {
            health.withDetail("log_loss", logLoss.losses());
        }
        return health.build();
    }
}
