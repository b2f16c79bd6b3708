package dev.carillon.platform.kafka;

import dev.carillon.events.ErrorCode;
import dev.carillon.platform.json.JsonFault;
import tools.jackson.core.JacksonException;

/// A record's value is not JSON, or does not fit its type. A retry would read the same, so the record becomes a dead
/// letter.
public final class UnreadableValueException extends RuntimeException {
    private final DeadLetterFacts facts;

    UnreadableValueException(JacksonException cause) {
        super("unreadable value", cause);
        JsonFault fault = JsonFault.of(cause);
        this.facts =
                DeadLetterFacts.of(ErrorCode.MALFORMED_VALUE, fault.message())
                        .withField(
                                fault.field().isEmpty() ? "data" : fault.field(), fault.allowed());
    }

    /// The value is `null`: valid JSON, but not a record.
    UnreadableValueException(String allowed) {
        super("unreadable value");
        this.facts =
                DeadLetterFacts.of(ErrorCode.MALFORMED_VALUE, "the value must be " + allowed)
                        .withField("data", allowed);
    }

    /// The facts for the dead letter: code `malformed_value`, the field and what is allowed.
    public DeadLetterFacts facts() {
        return facts;
    }
}
