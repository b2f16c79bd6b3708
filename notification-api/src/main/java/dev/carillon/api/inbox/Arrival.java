package dev.carillon.api.inbox;

import dev.carillon.events.Notification;
import dev.carillon.events.RecipientKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A notification, with the Kafka record that it was read from.
record Arrival(
        Notification notification,
        ConsumerRecord<String, byte[]> record,
        @Nullable String traceparent) {
    RecipientKey who() {
        return notification.recipientKey();
    }
}
