package dev.carillon.platform.kafka;

import java.nio.charset.StandardCharsets;

/// The limits of an event's id, source and type, which become keys and columns.
public final class EventAttributes {
    /// Maximum length in UTF-8 bytes. A Postgres index row has at most 2,704 bytes, and other columns need a part of
    /// them.
    public static final int BYTES = 1_024;

    /// The limit, as errors describe it.
    public static final String ALLOWED =
            "1 to " + BYTES + " bytes of UTF-8 without control characters";

    private EventAttributes() {}

    /// Whether a text is within the limits. Half of a surrogate pair is refused: UTF-8 cannot encode it, so two
    /// different texts could become equal.
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
