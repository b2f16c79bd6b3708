package dev.carillon.platform.outbox;

import dev.carillon.outbox.CurrentReferences;
import dev.carillon.outbox.DatabaseAddress;
import dev.carillon.outbox.Outbox;
import dev.carillon.outbox.OutboxRelay;
import dev.carillon.outbox.RelaySettings;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.kafka.TopicNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// The outbox relay as a part of the lifecycle, with its health and metrics.
@AutoConfiguration(after = {OutboxAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnClass({OutboxRelay.class, KafkaProperties.class})
@ConditionalOnBean({Outbox.class, OutboxPlace.class, KafkaConnectionDetails.class})
@ConditionalOnProperty(name = "carillon.outbox.relay.enabled", matchIfMissing = true)
public class OutboxRelayAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    OutboxRelayLifecycle outboxRelayLifecycle(
            OutboxPlace place,
            OutboxProperties properties,
            JdbcConnectionDetails database,
            KafkaProperties kafka,
            KafkaConnectionDetails brokers,
            ObjectProvider<TopicNames> topicNames,
            ObjectProvider<CurrentReferences> references,
            CarillonProperties carillon,
            Environment environment,
            Clock clock) {
        String prefix =
                topicNames
                        .getIfAvailable(() ->
                                new TopicNames(
                                        environment.getProperty(
                                                "carillon.kafka.topic-prefix", "carillon.")))
                        .of("");
        return new OutboxRelayLifecycle(() ->
                new OutboxRelay(
                        settings(place, properties, prefix),
                        address(properties.relay(), database),
                        producer(kafka, brokers),
                        references.getIfAvailable(() -> CurrentReferences.NONE),
                        carillon.serviceName(),
                        clock));
    }

    private static RelaySettings settings(
            OutboxPlace place, OutboxProperties properties, String prefix) {
        OutboxProperties.Relay relay = properties.relay();
        return new RelaySettings(
                place.schema(),
                relay.slot() == null
                        ? RelaySettings.slotName(place.database(), place.schema())
                        : relay.slot(),
                prefix,
                relay.pollInterval(),
                relay.heartbeatInterval(),
                relay.sessionTimeout(),
                properties.keepPartitions(),
                properties.partitionsAhead(),
                relay.batchSize(),
                relay.queueSize().toBytes());
    }

    private static DatabaseAddress address(
            OutboxProperties.Relay relay, JdbcConnectionDetails database) {
        String username = relay.username() == null ? database.getUsername() : relay.username();
        String password =
                relay.password() == null ? database.getPassword() : relay.password().reveal();
        return new DatabaseAddress(
                relay.url() == null ? database.getJdbcUrl() : relay.url(),
                username == null ? "" : username,
                password == null ? "" : password);
    }

    private static Map<String, Object> producer(
            KafkaProperties kafka, KafkaConnectionDetails brokers) {
        Map<String, Object> connection = new HashMap<>(kafka.buildProducerProperties());
        connection.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                brokers.getProducer().getBootstrapServers());
        return connection;
    }

    /// Health, if Spring Boot's actuator is present.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class RelayHealthConfiguration {
        @Bean
        @ConditionalOnMissingBean(name = "outboxHealthIndicator")
        @ConditionalOnEnabledHealthIndicator("outbox")
        HealthIndicator outboxHealthIndicator(OutboxRelayLifecycle relay) {
            return new OutboxRelayHealth(relay);
        }
    }

    /// Metrics, if Micrometer is present.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class RelayMetricsConfiguration {
        @Bean
        @ConditionalOnMissingBean
        OutboxRelayMetrics outboxRelayMetrics(OutboxRelayLifecycle relay) {
            return new OutboxRelayMetrics(relay);
        }
    }
}
