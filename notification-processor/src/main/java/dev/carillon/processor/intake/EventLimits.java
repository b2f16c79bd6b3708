package dev.carillon.processor.intake;

import dev.carillon.events.RecipientKey;
import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.IncomingRecord;
import dev.carillon.processor.outbound.EventReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an event's attributes may hold: they become keys and columns.
final class EventLimits {
    private static final int LENGTH = 1_024;
    private static final String ALLOWED =
            "1 to " + LENGTH + " characters, none of them a control character";

    private EventLimits() {}

    static Optional<DeadLetterFacts> fault(IncomingRecord.Known event) {
        return fault("id", event.id())
                .or(() -> fault("source", event.source()))
                .or(() -> fault("type", event.type()));
    }

    /// The event that a malformed one would have been, where its id can be told.
    static @Nullable EventReference reference(IncomingRecord.Malformed event) {
        String id = event.id();
        return id == null || id.isBlank() || !fits(id)
                ? null
                : new EventReference(RecipientKey.DEFAULT_TENANT, null, id, null);
    }

    private static boolean fits(String value) {
        return value.length() <= LENGTH && value.chars().noneMatch(Character::isISOControl);
    }

    private static Optional<DeadLetterFacts> fault(String attribute, String value) {
        return fits(value)
                ? Optional.empty()
                : Optional.of(
                        DeadLetterFacts.caller(
                                        "malformed_event",
                                        "the CloudEvent's " + attribute + " must be " + ALLOWED)
                                .withField(attribute, ALLOWED));
    }
}
