package dev.carillon.bench;

import dev.carillon.drive.EventLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A separate topic, and a consumer that only records when each record arrived.
final class RawHop implements AutoCloseable {
    static final int PARTITIONS = 3;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;

    /// Receives a record, in the consumer's thread.
    interface Receiver {
        void record(ConsumerRecord<String, byte[]> record, long at);
    }

    /// Consumes a topic from its current end; the end is known when the constructor returns.
    RawHop(Lab lab, String topic, Receiver receiver) {
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", lab.stack().kafka()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                Stream.iterate(0, i -> i + 1)
                        .limit(PARTITIONS)
                        .map(i -> new TopicPartition(topic, i))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofPlatform().name("raw-hop").daemon().start(() -> read(receiver));
    }

    private void read(Receiver receiver) {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    receiver.record(record, System.nanoTime());
                }
            }
        } catch (WakeupException end) {
            // The consumer was closed.
        }
    }

    /// Creates a topic with as many partitions as those of the services.
    ///
    /// @param name with the prefix
    static void create(Lab lab, String name) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", lab.stack().kafka()))) {
            admin.createTopics(
                            List.of(new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Measures from due to consumed, with the same producer and record size as for events.
    static Histogram measure(Lab lab, int rate, int count) {
        String base = "bench-raw";
        create(lab, EventLog.topic(base));
        Arrivals arrivals = new Arrivals(lab.nextRun(), count);
        List<String> keys = new ArrayList<>(lab.people());
        String filler = "x".repeat(500);
        try (RawHop _ =
                new RawHop(
                        lab,
                        EventLog.topic(base),
                        (record, at) ->
                                arrivals.came(
                                        arrivals.number(
                                                new String(record.value(), StandardCharsets.UTF_8)),
                                        at))) {
            OpenLoop loop = new OpenLoop(System.nanoTime(), rate);
            loop.run(
                    count,
                    number ->
                            lab.log()
                                    .raw(
                                            base,
                                            keys.get(number % keys.size()),
                                            (arrivals.mark(number) + " " + filler)
                                                    .getBytes(StandardCharsets.UTF_8),
                                            Map.of()));
            arrivals.awaitAll();
            return arrivals.since(loop, count / 4);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        Lab.join(thread);
    }
}
