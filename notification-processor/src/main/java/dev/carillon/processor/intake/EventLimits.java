package dev.carillon.processor.intake;

import dev.carillon.platform.kafka.DeadLetterFacts;
import dev.carillon.platform.kafka.IncomingRecord;
import java.util.Optional;

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

    private static Optional<DeadLetterFacts> fault(String attribute, String value) {
        boolean fits = value.length() <= LENGTH && value.chars().noneMatch(Character::isISOControl);
        return fits
                ? Optional.empty()
                : Optional.of(
                        DeadLetterFacts.caller(
                                        "malformed_event",
                                        "the CloudEvent's " + attribute + " must be " + ALLOWED)
                                .withField(attribute, ALLOWED));
    }
}
