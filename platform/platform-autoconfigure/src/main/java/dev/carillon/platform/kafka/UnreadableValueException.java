package dev.carillon.platform.kafka;

import dev.carillon.events.ErrorClass;
import dev.carillon.platform.json.JsonFault;
import tools.jackson.core.JacksonException;

/// A record's value is no JSON or not of its type's shape. Belongs to the dead letters: a retry reads the same.
public final class UnreadableValueException extends RuntimeException {
    private final DeadLetterFacts facts;

    UnreadableValueException(JacksonException cause, ErrorClass errorClass) {
        super("unreadable value", cause);
        JsonFault fault = JsonFault.of(cause);
        this.facts =
                DeadLetterFacts.of("malformed_value", errorClass, fault.message())
                        .withField(
                                fault.field().isEmpty() ? "data" : fault.field(), fault.allowed());
    }

    /// The value is `null`: JSON, but nothing that could be taken in.
    UnreadableValueException(String allowed) {
        super("unreadable value");
        this.facts =
                DeadLetterFacts.caller("malformed_value", "the value must be " + allowed)
                        .withField("data", allowed);
    }

    /// The facts for the dead letter: code `malformed_value`, the field and what is allowed.
    public DeadLetterFacts facts() {
        return facts;
    }
}
