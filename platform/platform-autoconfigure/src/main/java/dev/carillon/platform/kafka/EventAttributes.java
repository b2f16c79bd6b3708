package dev.carillon.platform.kafka;

import java.nio.charset.StandardCharsets;

/// What an attribute of an event may hold where it becomes a key or a column: its id, source and type.
public final class EventAttributes {
    /// Bytes in UTF-8. An index of Postgres takes no more than 2,704 in a row, of which others need a part.
    public static final int BYTES = 1_024;

    /// What is allowed, as told to callers.
    public static final String ALLOWED =
            "1 to " + BYTES + " bytes of UTF-8 without control characters";

    private EventAttributes() {}

    /// Whether a text may be such an attribute. Half of a surrogate pair has no form in UTF-8, so two texts could become one.
    public static boolean fits(String text) {
        return !text.isEmpty()
                && text.length() <= BYTES
                && text.getBytes(StandardCharsets.UTF_8).length <= BYTES
                && text.codePoints()
                        .noneMatch(point ->
                                Character.isISOControl(point)
                                        || Character.getType(point) == Character.SURROGATE);
    }
}
