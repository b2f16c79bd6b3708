package dev.carillon.platform.kafka;

import dev.carillon.events.Topics;
import dev.carillon.platform.config.CarillonMode;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.config.ConfigAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/// Topics, publisher and listeners with the conventions of this package.
@AutoConfiguration(after = {ConfigAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnClass(KafkaAdmin.class)
@EnableConfigurationProperties(KafkaSettings.class)
public class CarillonKafkaAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    TopicNames topicNames(KafkaSettings settings) {
        return new TopicNames(settings.topicPrefix());
    }

    @Bean
    @ConditionalOnMissingBean
    DeadLetters deadLetters(CarillonProperties properties, Clock clock) {
        return new DeadLetters(properties.serviceName(), clock);
    }

    @Bean
    ClusterAdmin clusterAdmin(KafkaAdmin admin) {
        return new ClusterAdmin(admin::getConfigurationProperties);
    }

    @Bean
    @ConditionalOnMissingBean
    ReferenceProgress referenceProgress(ClusterAdmin admin, TopicNames names) {
        return new AdminReferenceProgress(admin, names);
    }

    @Bean("kafkaTopics")
    TopicsAtStart kafkaTopics(
            ClusterAdmin admin,
            TopicNames names,
            KafkaSettings settings,
            CarillonMode mode,
            ObjectProvider<UsedTopics> used) {
        Set<String> topics = new HashSet<>();
        used.forEach(some -> topics.addAll(some.base()));
        return new TopicsAtStart(
                new TopicPreparation(admin, names, settings, mode.isLocal()), admin, topics);
    }

    @Bean("kafkaProducer")
    ProducerFaults kafkaProducer(Clock clock) {
        return new ProducerFaults(clock);
    }

    @Bean
    @ConditionalOnMissingBean
    RecordPublisher recordPublisher(
            ProducerFactory<?, ?> factory, TopicNames names, ProducerFaults faults) {
        return new KafkaRecordPublisher(() -> producer(factory), names, faults);
    }

    private static Producer<String, byte[]> producer(ProducerFactory<?, ?> factory) {
        Map<String, Object> config = new HashMap<>(factory.getConfigurationProperties());
        config.remove(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);
        config.remove(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // the producer keeps the order and retries without limit
        config.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.DEAD_LETTER_MAX_BYTES);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    @Bean
    ListenerFaults listenerFaults(Clock clock) {
        return new ListenerFaults(clock);
    }

    @Bean
    @ConditionalOnMissingBean
    LogLoss logLoss(ObjectProvider<LogLoss.LossCounter> counter) {
        return new LogLoss(counter.getIfAvailable(() -> (group, topic, records) -> {}));
    }

    /// Spring Boot's own listener factory uses it too, because the framework's default would skip records.
    @Bean
    @ConditionalOnMissingBean
    EndlessRetry endlessRetry(ListenerFaults faults) {
        return new EndlessRetry(faults);
    }

    @Bean
    LogGaps logGaps(LogLoss logLoss) {
        return new LogGaps(logLoss);
    }

    @Bean
    StartPositions startPositions(
            ObjectProvider<StartPositionStore> store,
            LogLoss logLoss,
            LogGaps gaps,
            KafkaSettings settings) {
        return new StartPositions(
                store.getIfAvailable(() -> StartPositionStore.NONE),
                logLoss,
                gaps,
                settings.startFrom());
    }

    @Bean
    ListenerConventions listenerConventions(
            KafkaSettings settings,
            EndlessRetry retry,
            StartPositions positions,
            ListenerFaults faults,
            LogGaps gaps) {
        return new ListenerConventions(settings, retry, positions, faults, gaps);
    }

    @Bean
    @ConditionalOnMissingBean(name = "carillonBatchListenerFactory")
    ConcurrentKafkaListenerContainerFactory<String, byte[]> carillonBatchListenerFactory(
            ConsumerFactory<?, ?> consumers, ListenerConventions conventions) {
        return conventions.batchFactory(consumers);
    }

    @Bean
    @ConditionalOnMissingBean(name = "carillonRecordListenerFactory")
    ConcurrentKafkaListenerContainerFactory<String, byte[]> carillonRecordListenerFactory(
            ConsumerFactory<?, ?> consumers, ListenerConventions conventions) {
        return conventions.recordFactory(consumers);
    }

    static Map<String, Object> consumerConfig(ConsumerFactory<?, ?> consumers) {
        Map<String, Object> config = new HashMap<>(consumers.getConfigurationProperties());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return config;
    }

    @Bean("kafkaListeners")
    ListenerHealth kafkaListeners(
            ListenerFaults faults,
            LogLoss logLoss,
            ObjectProvider<KafkaListenerEndpointRegistry> registry) {
        return new ListenerHealth(faults, logLoss, registry);
    }

    @Bean
    ListenerSupervisor listenerSupervisor(ListenerFaults faults) {
        return new ListenerSupervisor(faults);
    }

    @Bean
    ApplicationListener<ContextClosedEvent> listenerSupervisorEnd(ListenerSupervisor supervisor) {
        return supervisor.untilClosed();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Metrics {
        @Bean
        LogLoss.LossCounter logLossCounter(ObjectProvider<MeterRegistry> registries) {
            return (group, topic, records) ->
                    registries.ifAvailable(meters ->
                            ConsumerLag.losses(meters, group, topic).increment((double) records));
        }

        @Bean
        ConsumerLag consumerLag(LogGaps gaps, ClusterAdmin admin) {
            return new ConsumerLag(gaps, admin::ends);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
    static class Positions {
        @Bean
        @ConditionalOnMissingBean
        StartPositionStore startPositionStore(ObjectProvider<DataSource> database) {
            DataSource source = database.getIfUnique();
            return source == null ? StartPositionStore.NONE : new JdbcStartPositionStore(source);
        }
    }
}
