package dev.carillon.events;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jackson.JsonNodeDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/// Reads a JSON value as a tree. A number that the parser cannot represent is refused like any other invalid number,
/// with its field.
final class TreeValue extends DelegatingDeserializer {
    TreeValue() {
        this(JsonNodeDeserializer.getDeserializer(JsonNode.class));
    }

    private TreeValue(ValueDeserializer<?> trees) {
        super(trees);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> trees) {
        return new TreeValue(trees);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        try {
            return super.deserialize(parser, context);
        } catch (NumberFormatException | JacksonException thrown) {
            throw UnsuitableNumberException.of(thrown, parser);
        }
    }
}
