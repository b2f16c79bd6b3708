package dev.carillon.processor.intake;

import dev.carillon.events.Catalogue;
import dev.carillon.events.EventJson;
import dev.carillon.events.NotificationRequest;
import dev.carillon.events.NotificationType;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Preferences;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;
import dev.carillon.platform.kafka.RecordPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Publishes the records that the processor reads from other services.
final class Published {
    static final String SOURCE = "https://code.example/ann/clock";

    private final RecordPublisher publisher;

    Published(RecordPublisher publisher) {
        this.publisher = publisher;
    }

    void types(List<NotificationType> types) {
        publisher.publish(
                types.stream()
                        .map(type ->
                                api(
                                        Topics.NOTIFICATION_TYPES,
                                        "default/" + type.key(),
                                        RecordTypes.NOTIFICATION_TYPE,
                                        type))
                        .toList());
    }

    void catalogue(List<NotificationType> types) {
        Map<String, Long> versions =
                types.stream()
                        .collect(
                                Collectors.toMap(NotificationType::key, NotificationType::version));
        publisher.publish(
                api(
                        Topics.NOTIFICATION_TYPES,
                        "default/" + Catalogue.KEY,
                        RecordTypes.CATALOGUE,
                        new Catalogue("default", 1, versions, List.of(), Instant.EPOCH)));
    }

    void recipient(Recipient recipient) {
        publisher.publish(
                api(
                        Topics.RECIPIENTS,
                        "default/" + recipient.recipient(),
                        RecordTypes.RECIPIENT,
                        recipient));
    }

    void preferences(Preferences preferences) {
        publisher.publish(
                api(
                        Topics.PREFERENCES,
                        "default/" + preferences.recipient(),
                        RecordTypes.PREFERENCES,
                        preferences));
    }

    void request(NotificationRequest request) {
        publisher.publish(
                OutgoingRecord.of(
                        Topics.REQUESTS,
                        request.requestId(),
                        RecordTypes.REQUEST,
                        request.eventId(),
                        "carillon:/notification-api",
                        request.acceptedAt(),
                        "default",
                        null,
                        request));
    }

    /// Builds a request as a listener receives it.
    static ConsumerRecord<String, byte[]> consumed(NotificationRequest request) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(
                        Topics.REQUESTS,
                        0,
                        0,
                        Instant.now().toEpochMilli(),
                        org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                        0,
                        0,
                        request.requestId(),
                        EventJson.write(request),
                        new org.apache.kafka.common.header.internals.RecordHeaders(),
                        java.util.Optional.empty());
        headers(request.eventId(), RecordTypes.REQUEST, request.acceptedAt())
                .forEach((name, value) ->
                        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    void event(String id, String type, Instant time, String data) {
        raw("ann/clock", headers(id, type, time), data);
    }

    /// Publishes an assignment event with a `traceparent`.
    void traced(String id, String traceparent, Instant time, String data) {
        Map<String, String> headers = headers(id, "com.github.issues.assigned", time);
        headers.put("traceparent", traceparent);
        raw("ann/clock", headers, data);
    }

    /// Publishes a record to one of Carillon's topics; the value may be invalid.
    void own(String topic, String type, String id, String value) {
        Map<String, String> headers = headers(id, type, Instant.EPOCH);
        publisher.publish(
                new OutgoingRecord(topic, id, headers, value.getBytes(StandardCharsets.UTF_8)));
    }

    void raw(String key, Map<String, String> headers, String data) {
        publisher.publish(
                new OutgoingRecord(
                        Topics.DOMAIN_EVENTS, key, headers, data.getBytes(StandardCharsets.UTF_8)));
    }

    /// Builds a domain event as a listener receives it.
    ConsumerRecord<String, byte[]> record(String id, String type, Instant time, String data) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(
                        Topics.DOMAIN_EVENTS,
                        0,
                        0,
                        Instant.now().toEpochMilli(),
                        org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                        0,
                        0,
                        "ann/clock",
                        data.getBytes(StandardCharsets.UTF_8),
                        new org.apache.kafka.common.header.internals.RecordHeaders(),
                        java.util.Optional.empty());
        headers(id, type, time)
                .forEach((name, value) ->
                        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static Map<String, String> headers(String id, String type, Instant time) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_source", SOURCE);
        headers.put("ce_type", type);
        headers.put("ce_time", time.toString());
        headers.put("content-type", "application/json");
        return headers;
    }

    private static OutgoingRecord api(String topic, String key, String type, Object value) {
        return OutgoingRecord.of(
                topic,
                key,
                type,
                key,
                "carillon:/notification-api",
                Instant.EPOCH,
                "default",
                null,
                value);
    }
}
