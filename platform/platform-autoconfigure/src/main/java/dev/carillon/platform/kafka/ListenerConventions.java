package dev.carillon.platform.kafka;

import dev.carillon.events.Headers;
import dev.carillon.platform.observability.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.RecordInterceptor;

/// The behaviour of every listener container of a service, whatever creates it. It retries failures forever, starts
/// where the service first started, reports lost records, and shows failures in the service's health.
///
/// The two listener factories of the platform apply it. A container that something else creates, such as a stream
/// binding, must be passed to [#records] before it starts.
public final class ListenerConventions {
    private final KafkaSettings settings;
    private final EndlessRetry retry;
    private final StartPositions positions;
    private final ListenerFaults faults;
    private final LogGaps gaps;

    ListenerConventions(
            KafkaSettings settings,
            EndlessRetry retry,
            StartPositions positions,
            ListenerFaults faults,
            LogGaps gaps) {
        this.settings = settings;
        this.retry = retry;
        this.positions = positions;
        this.faults = faults;
        this.gaps = gaps;
    }

    /// For a container that delivers records one by one, each within the record's own trace.
    public void records(AbstractMessageListenerContainer<String, byte[]> container) {
        common(container);
        container.setRecordInterceptor(new FollowTrace(retry, faults, gaps));
    }

    /// For a container that delivers the records of a poll as a batch.
    public void batches(AbstractMessageListenerContainer<String, byte[]> container) {
        common(container);
        container.setBatchInterceptor(new WatchBatches(faults, gaps));
    }

    ConcurrentKafkaListenerContainerFactory<String, byte[]> recordFactory(
            ConsumerFactory<?, ?> consumers) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory = factory(consumers);
        factory.setContainerCustomizer(this::records);
        return factory;
    }

    ConcurrentKafkaListenerContainerFactory<String, byte[]> batchFactory(
            ConsumerFactory<?, ?> consumers) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory = factory(consumers);
        factory.setBatchListener(true);
        factory.setContainerCustomizer(this::batches);
        return factory;
    }

    private ConcurrentKafkaListenerContainerFactory<String, byte[]> factory(
            ConsumerFactory<?, ?> consumers) {
        ConcurrentKafkaListenerContainerFactory<String, byte[]> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(
                new DefaultKafkaConsumerFactory<>(
                        CarillonKafkaAutoConfiguration.consumerConfig(consumers)));
        factory.setAutoStartup(settings.listeners().autoStartup());
        return factory;
    }

    private void common(AbstractMessageListenerContainer<String, byte[]> made) {
        made.setCommonErrorHandler(retry);
        ContainerProperties container = made.getContainerProperties();
        // Records that are not committed are delivered again after a crash and change nothing. A
        // commit for each small batch would be the largest cost of an idle service and its broker.
        container.setAckMode(ContainerProperties.AckMode.TIME);
        container.setAckTime(settings.listeners().commitInterval().toMillis());
        container.setSyncCommits(true);
        container.setAssignmentCommitOption(ContainerProperties.AssignmentCommitOption.NEVER);
        container.setConsumerRebalanceListener(positions);
        container.setAuthExceptionRetryInterval(Duration.ofSeconds(10));
        container.setMissingTopicsFatal(false);
        container.setPollTimeout(1000);
        container.setShutdownTimeout(8000);
        @Nullable String group = container.getGroupId();
        String @Nullable [] topics = container.getTopics();
        if (group != null && topics != null) {
            gaps.watch(group, List.of(topics));
        }
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

    /// Processes each record within its own trace.
    static final class FollowTrace implements RecordInterceptor<String, byte[]> {
        private static final ThreadLocal<Trace.@Nullable Scope> SCOPE = new ThreadLocal<>();

        private final EndlessRetry retry;
        private final ListenerFaults faults;
        private final LogGaps gaps;

        FollowTrace(EndlessRetry retry, ListenerFaults faults, LogGaps gaps) {
            this.retry = retry;
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
            // the container itself does this for batches only
            retry.clearThreadState();
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
