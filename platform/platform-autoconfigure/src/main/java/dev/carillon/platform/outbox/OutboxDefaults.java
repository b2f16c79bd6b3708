package dev.carillon.platform.outbox;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Reduces the logging of Debezium and Kafka Connect, which write about a hundred lines at each start. Any
/// configuration overrides it. The relay logs why an engine ended.
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
                                        "logging.level.org.apache.kafka.connect", "warn",
                                        "logging.level.io.debezium.pipeline.ErrorHandler", "off",
                                        "logging.level.io.debezium.embedded.async.AsyncEmbeddedEngine",
                                                "off")));
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
