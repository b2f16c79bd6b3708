package dev.carillon.events;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.exc.MismatchedInputException;

/// A number is outside [JsonNumbers#ALLOWED].
public final class UnsuitableNumberException extends MismatchedInputException {
    private static final long serialVersionUID = 1;

    private final String field;

    UnsuitableNumberException(JsonParser parser) {
        super(parser, "is not " + JsonNumbers.ALLOWED);
        this.field = path(parser);
    }

    /// The same exception for a failure of the parser at a number, else the original exception. The parser refuses
    /// numbers of more than 1,000 characters, and fails with a plain `NumberFormatException` for an exponent beyond an
    /// int.
    static RuntimeException of(RuntimeException thrown, JsonParser parser) {
        String message = String.valueOf(thrown.getMessage());
        boolean atNumber =
                thrown instanceof NumberFormatException
                        || (thrown instanceof JacksonException
                                && (message.startsWith("Number value length")
                                        || message.startsWith("Malformed numeric value")));
        return atNumber ? new UnsuitableNumberException(parser) : thrown;
    }

    /// The path of the number, such as `data.list[1].raw`; empty if it is the whole value.
    public String field() {
        return field;
    }

    private static String path(JsonParser parser) {
        StringBuilder path = new StringBuilder();
        TokenStreamContext context = parser.streamReadContext();
        for (; context != null && !context.inRoot(); context = context.getParent()) {
            boolean followed = !path.isEmpty() && path.charAt(0) != '[';
            path.insert(
                    0,
                    (context.inArray()
                                    ? "[" + context.getCurrentIndex() + "]"
                                    : context.currentName())
                            + (followed ? "." : ""));
        }
        return path.toString();
    }
}
