package dev.carillon.processor.intake;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.EventAttributes;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.processor.outbound.EventReference;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Checks the attributes of a CloudEvent. They become Kafka keys and database columns, so their length and characters
/// are limited.
final class EventLimits {
    private EventLimits() {}

    static Optional<DeadLetterFacts> fault(IncomingRecord.Known event) {
        return fault("id", event.id())
                .or(() -> fault("source", event.source()))
                .or(() -> fault("type", event.type()));
    }

    /// Returns the event of a record, or null when its attributes cannot be read or stored.
    static @Nullable EventReference reference(ConsumerRecord<String, byte[]> record) {
        return switch (IncomingRecord.of(record)) {
            case IncomingRecord.Known known -> reference(known);
            case IncomingRecord.Malformed malformed -> reference(malformed);
        };
    }

    /// Returns the event, or null when an attribute cannot be stored in a column.
    static @Nullable EventReference reference(IncomingRecord.Known event) {
        return fault(event).isPresent()
                ? null
                : new EventReference(event.tenant(), event.source(), event.id(), null);
    }

    /// Returns a reference to a malformed event, or null when its id cannot be read.
    static @Nullable EventReference reference(IncomingRecord.Malformed event) {
        String id = event.id();
        if (id == null || id.isBlank() || !EventAttributes.fits(id)) {
            return null;
        }
        String source = event.source();
        return new EventReference(
                Objects.requireNonNullElse(event.tenant(), RecipientKey.DEFAULT_TENANT),
                source == null || !EventAttributes.fits(source) ? null : source,
                id,
                null);
    }

    private static Optional<DeadLetterFacts> fault(String attribute, String value) {
        return EventAttributes.fits(value)
                ? Optional.empty()
                : Optional.of(
                        DeadLetterFacts.of(
                                        ErrorCode.MALFORMED_EVENT,
                                        "the CloudEvent's "
                                                + attribute
                                                + " must be "
                                                + EventAttributes.ALLOWED)
                                .withField(attribute, EventAttributes.ALLOWED));
    }
}
