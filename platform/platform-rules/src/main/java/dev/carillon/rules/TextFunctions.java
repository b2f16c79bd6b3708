package dev.carillon.rules;

import dev.carillon.events.OneLine;
import java.util.List;
import java.util.Optional;

/// Carillon's own CEL functions, for payloads with empty names and long bodies.
final class TextFunctions {
    private TextFunctions() {}

    /// The first non-blank text; empty if there is none.
    static Object firstText(List<?> candidates) {
        for (Object candidate : candidates) {
            if (plain(candidate) instanceof String text && !text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    /// A text on one line, cut after a number of characters; empty if the value is not a text.
    static Object excerpt(Object value, Long length) {
        if (!(plain(value) instanceof String text) || length <= 0) {
            return "";
        }
        String line = OneLine.of(text);
        if (line.codePointCount(0, line.length()) <= length) {
            return line;
        }
        int end = line.offsetByCodePoints(0, (int) (length - 1));
        return line.substring(0, end).stripTrailing() + "…";
    }

    private static Object plain(Object value) {
        return value instanceof Optional<?> optional && optional.isPresent()
                ? optional.get()
                : value;
    }
}
