package dev.carillon.api.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Checks for text that cannot be stored. JSON can express U+0000, which Postgres cannot store, and half of a surrogate
/// pair, which UTF-8 cannot encode.
final class StorableText {
    private StorableText() {}

    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && isWellFormed(text);
    }

    /// The same text, with a question mark for each half of a surrogate pair.
    static String wellFormed(String text) {
        return isWellFormed(text)
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /// The path of the first text or name within a value that can't be stored.
    static Optional<String> faultWithin(String path, JsonNode value) {
        if (value.isString()) {
            return isStorable(value.stringValue()) ? Optional.empty() : Optional.of(path);
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                Optional<String> fault = faultWithin(path + "[" + i + "]", value.get(i));
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            Optional<String> fault =
                    isStorable(field.getKey())
                            ? faultWithin(path + "." + field.getKey(), field.getValue())
                            : Optional.of(path);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair =
                        i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
