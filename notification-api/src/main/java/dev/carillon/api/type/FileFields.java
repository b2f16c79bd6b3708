package dev.carillon.api.type;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What files are read by on top of [JsonFields]: no unknown keys, and durations.
final class FileFields {
    private static final Duration LONGEST = Duration.ofDays(365);

    private FileFields() {}

    /// Refuses every key that is not known, with the nearest one that is.
    static void onlyKnown(JsonFields fields, Set<String> known) {
        fields.onlyKnown("is no known key", known);
    }

    /// A text that must be there.
    static String required(JsonFields fields, String name, int maximum) {
        return required(fields, name, fields::text, maximum);
    }

    /// A label that must be there, on one line.
    static String requiredLine(JsonFields fields, String name, int maximum) {
        return required(fields, name, fields::line, maximum);
    }

    private interface Reader {
        @Nullable String read(String name, int maximum);
    }

    private static String required(JsonFields fields, String name, Reader reader, int maximum) {
        int before = fields.faults().size();
        String text = reader.read(name, maximum);
        if (text == null && fields.faults().size() == before) {
            fields.refuse(name, ErrorCode.MISSING, "is missing", "a text");
        }
        if (text != null && text.isBlank()) {
            fields.refuse(name, ErrorCode.MISSING, "is empty", "a text");
        }
        return text == null ? "" : text;
    }

    /// An ISO 8601 duration above zero.
    static @Nullable Duration duration(JsonFields fields, String name) {
        String text = fields.text(name, 40);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException noDuration) {
            // told below
        }
        fields.refuse(
                name,
                ErrorCode.INVALID_DURATION,
                "is '" + JsonFields.shortened(text) + "'",
                "an ISO 8601 duration above zero and up to a year, such as PT10M or P30D");
        return null;
    }
}
