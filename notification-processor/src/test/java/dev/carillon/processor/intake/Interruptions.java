package dev.carillon.processor.intake;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.RecordPublisher;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/// Makes a listener fail after its decisions are committed and before they are produced, as a crash would. Kafka then
/// delivers the batch again.
@TestConfiguration(proxyBeanMethods = false)
class Interruptions {
    @Bean
    static Switchboard switchboard() {
        return new Switchboard();
    }

    @Bean
    Published published(RecordPublisher publisher) {
        return new Published(publisher);
    }

    @Bean
    static BeanPostProcessor interruptedPublisher(Switchboard switchboard) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof RecordPublisher publisher
                        ? (RecordPublisher)
                                records -> {
                                    switchboard.pass(records);
                                    publisher.publish(records);
                                }
                        : bean;
            }
        };
    }

    static final class Switchboard {
        private final AtomicBoolean fail = new AtomicBoolean();
        private final AtomicInteger failures = new AtomicInteger();
        private volatile Instant lastFailure = Instant.EPOCH;

        void failNextPublish() {
            fail.set(true);
        }

        int failures() {
            return failures.get();
        }

        Instant lastFailure() {
            return lastFailure;
        }

        private void pass(List<OutgoingRecord> records) {
            boolean decisions =
                    records.stream()
                            .anyMatch(record -> record.topic().equals(Topics.NOTIFICATIONS));
            if (decisions && fail.compareAndSet(true, false)) {
                failures.incrementAndGet();
                lastFailure = Instant.now();
                throw new IllegalStateException("crashed between commit and produce");
            }
        }
    }
}
