package dev.carillon.drive;

import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.Topics;
import dev.carillon.local.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// The Kafka of a stack, as a product service and an operator see it.
public final class EventLog implements AutoCloseable {
    private static final String PREFIX = "carillon.";

    private final String servers;
    private final KafkaProducer<String, byte[]> producer;

    public EventLog(Stack stack) {
        servers = stack.kafka();
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers,
                                "acks",
                                "all",
                                "delivery.timeout.ms",
                                Integer.MAX_VALUE,
                                "max.block.ms",
                                Integer.MAX_VALUE),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    public static String topic(String base) {
        return PREFIX + base;
    }

    /// Publishes an event of the code host with the current time.
    public void event(String id, String type, String key, Map<String, ?> data) {
        send(
                "https://github.com/system/" + key,
                id,
                type,
                Instant.now(),
                key,
                EventJson.write(data),
                offset -> {});
    }

    /// Publishes a CloudEvent in binary mode.
    ///
    /// @param acknowledged called with the record's offset once Kafka has acknowledged it; not called when Kafka cannot
    ///     be reached permanently
    public void send(
            String source,
            String id,
            String type,
            Instant time,
            String key,
            byte[] data,
            LongConsumer acknowledged) {
        send(
                topic(Topics.DOMAIN_EVENTS),
                key,
                data,
                Map.of(
                        Headers.CE_SPECVERSION,
                        "1.0",
                        Headers.CE_ID,
                        id,
                        Headers.CE_SOURCE,
                        source,
                        Headers.CE_TYPE,
                        type,
                        Headers.CE_TIME,
                        time.toString(),
                        Headers.CONTENT_TYPE,
                        Headers.JSON),
                acknowledged);
    }

    /// Publishes a record unchanged, valid or not.
    public void raw(String base, String key, byte[] value, Map<String, String> headers) {
        rawTo(topic(base), key, value, headers);
    }

    /// Publishes a record to a topic that does not belong to Carillon, by its full name.
    public void rawTo(String topic, String key, byte[] value, Map<String, String> headers) {
        send(topic, key, value, headers, offset -> {});
    }

    private void send(
            String topic,
            String key,
            byte[] value,
            Map<String, String> headers,
            LongConsumer acknowledged) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        headers.forEach(
                (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        var _ =
                producer.send(
                        record,
                        (metadata, fault) -> {
                            if (fault == null) {
                                acknowledged.accept(metadata.offset());
                            }
                        });
    }

    public void flush() {
        producer.flush();
    }

    /// All records of a topic.
    public List<ConsumerRecord<String, byte[]>> read(String base) {
        return read(base, Map.of());
    }

    /// The records of a topic from the given offsets, or from the start where none is given, to the current ends.
    public List<ConsumerRecord<String, byte[]>> read(String base, Map<TopicPartition, Long> from) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, base);
            consumer.assign(partitions);
            partitions.forEach(each -> consumer.seek(each, from.getOrDefault(each, 0L)));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /// The current end offsets of a topic.
    public Map<TopicPartition, Long> ends(String base) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer, base));
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<String, byte[]> consumer, String base) {
        return consumer.partitionsFor(topic(base)).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    /// Resets a group without members to the start of every partition that it has read.
    public void rewind(String group) {
        ask(admin -> {
            Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
            committed(admin, group)
                    .keySet()
                    .forEach(each -> start.put(each, new OffsetAndMetadata(0)));
            while (true) {
                try {
                    return admin.alterConsumerGroupOffsets(group, start).all().get();
                } catch (ExecutionException stillThere) {
                    if (!(stillThere.getCause() instanceof UnknownMemberIdException)
                            && !(stillThere.getCause() instanceof GroupNotEmptyException)) {
                        throw stillThere;
                    }
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
            }
        });
    }

    /// The groups with committed offsets.
    public List<String> groups() {
        return ask(admin -> {
            List<String> groups = new ArrayList<>();
            for (GroupListing group : admin.listGroups().all().get()) {
                if (!committed(admin, group.groupId()).isEmpty()) {
                    groups.add(group.groupId());
                }
            }
            groups.sort(null);
            return groups;
        });
    }

    /// The committed offsets of a group.
    public Map<TopicPartition, Long> committed(String group) {
        return ask(admin -> committed(admin, group));
    }

    private static Map<TopicPartition, Long> committed(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset.offset());
                    }
                });
        return committed;
    }

    private interface Question<T> {
        T put(Admin admin) throws ExecutionException, InterruptedException;
    }

    private <T> T ask(Question<T> question) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return question.put(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String header(ConsumerRecord<String, byte[]> record, String name) {
        return record.headers().lastHeader(name) == null
                ? ""
                : new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
