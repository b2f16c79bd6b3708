package dev.carillon.rules;

import dev.carillon.events.OneLine;
import java.util.List;
import java.util.Optional;

/// Functions of ours: what payloads with empty names and long bodies need, in a word.
final class TextFunctions {
    private TextFunctions() {}

    /// The first that is a text with something in it; empty when none is.
    static Object firstText(List<?> candidates) {
        for (Object candidate : candidates) {
            if (plain(candidate) instanceof String text && !text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    /// A text on one line, cut after so many characters; empty for what is no text.
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
