package dev.carillon.events;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/// Reads a JSON value of unknown type as maps, lists, texts, booleans and exact numbers in their [canonical
/// form][JsonNumbers#canonical]. The parser limits nesting to 500 levels and a number to 1,000 characters.
final class UntypedValue extends StdDeserializer<Object> {
    UntypedValue() {
        super(Object.class);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
        try {
            return value(parser, context);
        } catch (NumberFormatException | JacksonException thrown) {
            throw UnsuitableNumberException.of(thrown, parser);
        }
    }

    private @Nullable Object value(JsonParser parser, DeserializationContext context) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                parser.nextToken();
                yield object(parser, context);
            }
            case PROPERTY_NAME, END_OBJECT -> object(parser, context);
            case START_ARRAY -> list(parser, context);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_EMBEDDED_OBJECT -> parser.getEmbeddedObject();
            default -> context.handleUnexpectedToken(getValueType(context), parser);
        };
    }

    private Map<String, @Nullable Object> object(
            JsonParser parser, DeserializationContext context) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.currentToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser, context));
            parser.nextToken();
        }
        return object;
    }

    private List<@Nullable Object> list(JsonParser parser, DeserializationContext context) {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser, context));
        }
        return list;
    }

    private static Number whole(JsonParser parser) {
        Number number = parser.getNumberValue();
        return number instanceof BigInteger big ? number(new BigDecimal(big), parser) : number;
    }

    private static Number decimal(JsonParser parser) {
        if (parser.isNaN()) {
            throw new UnsuitableNumberException(parser);
        }
        return number(parser.getDecimalValue(), parser);
    }

    private static Number number(BigDecimal number, JsonParser parser) {
        if (!JsonNumbers.isAllowed(number)) {
            throw new UnsuitableNumberException(parser);
        }
        return JsonNumbers.canonical(number);
    }
}
