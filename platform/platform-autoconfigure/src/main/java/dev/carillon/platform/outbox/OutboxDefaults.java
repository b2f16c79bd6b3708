package dev.carillon.platform.outbox;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Quiets Debezium and Kafka Connect, which tell each start in a hundred lines; below everything that is configured.
public final class OutboxDefaults implements EnvironmentPostProcessor, Ordered {
    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        environment
                .getPropertySources()
                .addLast(
                        new MapPropertySource(
                                "carillonOutboxDefaults",
                                Map.of(
                                        "logging.level.io.debezium", "warn",
                                        "logging.level.org.apache.kafka.connect", "warn")));
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
