package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

class EndlessRetryTest {
    private final ListenerFaults faults = new ListenerFaults(Clock.systemUTC());
    private final EndlessRetry retry = new EndlessRetry(faults);

    @Test
    void aFaultAfterARecordThatWentThroughIsAFirstOneAgain() {
        var consumer = new MockConsumer<String, byte[]>("earliest");
        var container =
                new KafkaMessageListenerContainer<>(
                        new DefaultKafkaConsumerFactory<>(
                                java.util.Map.of(),
                                new StringDeserializer(),
                                new ByteArrayDeserializer()),
                        new ContainerProperties("t"));
        var records =
                new ListenerConventions.FollowTrace(
                        retry, faults, new LogGaps(new LogLoss((group, topic, lost) -> {})));
        retry.handleOtherException(new IllegalStateException("away"), consumer, container, false);
        retry.handleOtherException(new IllegalStateException("away"), consumer, container, false);
        assertThat(retry.failuresInARow()).isEqualTo(2);

        records.success(new ConsumerRecord<>("t", 0, 0, "k", new byte[0]), consumer);

        assertThat(retry.failuresInARow()).isZero();
    }
}
