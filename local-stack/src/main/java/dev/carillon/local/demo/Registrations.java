package dev.carillon.local.demo;

import dev.carillon.events.RecipientKey;
import dev.carillon.events.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;

/// Registers people who are not registered yet, and waits until every consumer group of `recipients` has read them, so
/// that the email of the first event finds its address.
final class Registrations implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALL = Duration.ofSeconds(15);

    private final Options options;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(CALL)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final String token;

    Registrations(Options options) throws IOException, InterruptedException {
        this.options = options;
        this.token = token();
    }

    /// Registers every new person with the address `<login>@mail.example`.
    ///
    /// @return the number of new people
    int register(Map<String, String> people)
            throws IOException, InterruptedException, ExecutionException {
        Map<TopicPartition, Long> before = ends();
        Set<String> added = new HashSet<>();
        for (Map.Entry<String, String> person : people.entrySet()) {
            if (put(person.getKey(), person.getValue())) {
                added.add(
                        new RecipientKey(RecipientKey.DEFAULT_TENANT, person.getKey()).toString());
            }
        }
        if (!added.isEmpty()) {
            awaitReaders(published(before, added));
        }
        return added.size();
    }

    private boolean put(String login, String name) throws IOException, InterruptedException {
        URI uri = URI.create(options.api() + "/api/v1/recipients/" + login);
        int known = send(request(uri).GET().build()).statusCode();
        if (known == 200) {
            return false;
        }
        if (known != 404) {
            throw new IOException("notification-api returned " + known + " for recipient " + login);
        }
        byte[] body =
                WebhookLine.JSON.writeValueAsBytes(
                        Map.of("name", name, "email", login + "@mail.example"));
        HttpResponse<String> answer =
                send(request(uri).PUT(HttpRequest.BodyPublishers.ofByteArray(body)).build());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "notification-api refused recipient " + login + ": " + answer.body());
        }
        return true;
    }

    /// The end offsets after the new recipients' records, once all of them were published.
    private Map<TopicPartition, Long> published(Map<TopicPartition, Long> from, Set<String> keys)
            throws IOException {
        Set<String> missing = new HashSet<>(keys);
        Map<TopicPartition, Long> ends = new HashMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            while (!missing.isEmpty()) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> {
                            if (missing.remove(record.key())) {
                                ends.merge(
                                        new TopicPartition(record.topic(), record.partition()),
                                        record.offset() + 1,
                                        Math::max);
                            }
                        });
                if (System.nanoTime() > deadline) {
                    throw new IOException(
                            missing.size()
                                    + " recipients were accepted but not published within "
                                    + PATIENCE.toSeconds()
                                    + " s. Is the outbox relay of notification-api running?");
                }
            }
        }
        return ends;
    }

    private void awaitReaders(Map<TopicPartition, Long> ends)
            throws IOException, InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", options.kafka()))) {
            Collection<String> readers = readers(admin, ends.keySet());
            List<String> behind = behind(admin, readers, ends);
            while (!behind.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(
                            "these consumer groups did not read the new recipients within "
                                    + PATIENCE.toSeconds()
                                    + " s: "
                                    + behind);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                behind = behind(admin, readers, ends);
            }
        }
    }

    /// The groups that currently own one of the partitions, or have a committed offset in one.
    private static Collection<String> readers(Admin admin, Set<TopicPartition> partitions)
            throws InterruptedException, ExecutionException {
        List<String> groups =
                admin.listGroups().all().get().stream()
                        .filter(group -> !group.isSimpleConsumerGroup())
                        .map(GroupListing::groupId)
                        .toList();
        Map<String, ConsumerGroupDescription> described =
                admin.describeConsumerGroups(groups).all().get();
        Set<String> readers = new HashSet<>();
        for (Map.Entry<String, ConsumerGroupDescription> group : described.entrySet()) {
            boolean holds =
                    group.getValue().members().stream()
                            .flatMap(member -> member.assignment().topicPartitions().stream())
                            .anyMatch(partitions::contains);
            if (holds || !offsets(admin, group.getKey(), partitions).isEmpty()) {
                readers.add(group.getKey());
            }
        }
        return readers;
    }

    private static List<String> behind(
            Admin admin, Collection<String> groups, Map<TopicPartition, Long> ends)
            throws InterruptedException, ExecutionException {
        List<String> behind = new ArrayList<>();
        for (String group : groups) {
            Map<TopicPartition, Long> committed = offsets(admin, group, ends.keySet());
            if (ends.entrySet().stream()
                    .anyMatch(end -> committed.getOrDefault(end.getKey(), 0L) < end.getValue())) {
                behind.add(group);
            }
        }
        return behind;
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, String group, Set<TopicPartition> partitions)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> all =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        all.forEach((partition, offset) -> {
            if (offset != null && partitions.contains(partition)) {
                offsets.put(partition, offset.offset());
            }
        });
        return offsets;
    }

    private Map<TopicPartition, Long> ends() {
        String topic = options.prefix() + Topics.RECIPIENTS;
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return consumer.endOffsets(
                    consumer.partitionsFor(topic).stream()
                            .map(partition -> new TopicPartition(topic, partition.partition()))
                            .toList());
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", options.kafka()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(CALL)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private String token() throws IOException, InterruptedException {
        byte[] body =
                WebhookLine.JSON.writeValueAsBytes(
                        Map.of("recipient", "demo", "roles", List.of("service")));
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(URI.create(options.api() + "/local/tokens"))
                                .timeout(CALL)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "notification-api did not issue a token ("
                            + answer.statusCode()
                            + "). The demo needs a stack in local mode");
        }
        JsonNode json = WebhookLine.JSON.readTree(answer.body());
        return json.path("token").asString();
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.close();
    }
}
