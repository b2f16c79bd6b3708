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

/// What an event's attributes may hold: they become keys and columns.
final class EventLimits {
    private EventLimits() {}

    static Optional<DeadLetterFacts> fault(IncomingRecord.Known event) {
        return fault("id", event.id())
                .or(() -> fault("source", event.source()))
                .or(() -> fault("type", event.type()));
    }

    /// The event of a record, where it can be told.
    static @Nullable EventReference reference(ConsumerRecord<String, byte[]> record) {
        return switch (IncomingRecord.of(record)) {
            case IncomingRecord.Known known -> reference(known);
            case IncomingRecord.Malformed malformed -> reference(malformed);
        };
    }

    /// The event, where its attributes may be columns.
    static @Nullable EventReference reference(IncomingRecord.Known event) {
        return fault(event).isPresent()
                ? null
                : new EventReference(event.tenant(), event.source(), event.id(), null);
    }

    /// The event that a malformed one would have been, where its id can be told.
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
