package dev.carillon.platform.kafka;

import dev.carillon.events.Headers;
import dev.carillon.platform.observability.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.RecordInterceptor;

/// The listener container factories of services.
final class ListenerFactories {
    private ListenerFactories() {}

    static ConcurrentKafkaListenerContainerFactory<String, byte[]> batch(
            ConsumerFactory<?, ?> consumers,
            KafkaSettings settings,
            EndlessRetry retry,
            StartPositions positions,
            ListenerFaults faults,
            LogGaps gaps) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory =
                common(consumers, settings, retry, positions);
        factory.setBatchListener(true);
        factory.setBatchInterceptor(new WatchBatches(faults, gaps));
        return factory;
    }

    static ConcurrentKafkaListenerContainerFactory<String, byte[]> record(
            ConsumerFactory<?, ?> consumers,
            KafkaSettings settings,
            EndlessRetry retry,
            StartPositions positions,
            ListenerFaults faults,
            LogGaps gaps) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory =
                common(consumers, settings, retry, positions);
        factory.setRecordInterceptor(new FollowTrace(faults, gaps));
        return factory;
    }

    private static ConcurrentKafkaListenerContainerFactory<String, byte[]> common(
            ConsumerFactory<?, ?> consumers,
            KafkaSettings settings,
            EndlessRetry retry,
            StartPositions positions) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(
                new DefaultKafkaConsumerFactory<>(
                        CarillonKafkaAutoConfiguration.consumerConfig(consumers)));
        factory.setCommonErrorHandler(retry);
        factory.setAutoStartup(settings.listeners().autoStartup());
        ContainerProperties container = factory.getContainerProperties();
        container.setAckMode(ContainerProperties.AckMode.BATCH);
        container.setSyncCommits(true);
        container.setAssignmentCommitOption(ContainerProperties.AssignmentCommitOption.NEVER);
        container.setConsumerRebalanceListener(positions);
        container.setAuthExceptionRetryInterval(Duration.ofSeconds(10));
        container.setMissingTopicsFatal(false);
        container.setPollTimeout(1000);
        container.setShutdownTimeout(8000);
        return factory;
    }

    private static final class WatchBatches implements BatchInterceptor<String, byte[]> {
        private final ListenerFaults faults;
        private final LogGaps gaps;

        WatchBatches(ListenerFaults faults, LogGaps gaps) {
            this.faults = faults;
            this.gaps = gaps;
        }

        @Override
        public ConsumerRecords<String, byte[]> intercept(
                ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> consumer) {
            for (TopicPartition partition : records.partitions()) {
                gaps.arrived(consumer, partition, records.records(partition).getFirst().offset());
            }
            return records;
        }

        @Override
        public void success(
                ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> consumer) {
            faults.succeeded(consumer.groupMetadata().groupId());
            for (TopicPartition partition : records.partitions()) {
                gaps.handled(
                        consumer, partition, records.records(partition).getLast().offset() + 1);
            }
        }
    }

    /// Each record is handled within its own trace.
    private static final class FollowTrace implements RecordInterceptor<String, byte[]> {
        private static final ThreadLocal<Trace.@Nullable Scope> SCOPE = new ThreadLocal<>();

        private final ListenerFaults faults;
        private final LogGaps gaps;

        FollowTrace(ListenerFaults faults, LogGaps gaps) {
            this.faults = faults;
            this.gaps = gaps;
        }

        @Override
        public ConsumerRecord<String, byte[]> intercept(
                ConsumerRecord<String, byte[]> record, Consumer<String, byte[]> consumer) {
            Header trace = record.headers().lastHeader(Headers.TRACEPARENT);
            SCOPE.set(
                    Trace.follow(
                            trace == null
                                    ? null
                                    : new String(trace.value(), StandardCharsets.UTF_8)));
            gaps.arrived(consumer, partition(record), record.offset());
            return record;
        }

        @Override
        public void success(
                ConsumerRecord<String, byte[]> record, Consumer<String, byte[]> consumer) {
            faults.succeeded(consumer.groupMetadata().groupId());
            gaps.handled(consumer, partition(record), record.offset() + 1);
        }

        private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
            return new TopicPartition(record.topic(), record.partition());
        }

        @Override
        public void afterRecord(
                ConsumerRecord<String, byte[]> record, Consumer<String, byte[]> consumer) {
            Trace.Scope open = SCOPE.get();
            if (open != null) {
                open.close();
                SCOPE.remove();
            }
        }
    }
}
