package dev.carillon.api.type;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks for files in addition to [JsonFields]: unknown keys and durations.
final class FileFields {
    private static final Duration LONGEST = Duration.ofDays(365);

    private FileFields() {}

    /// Refuses every unknown key, and suggests the nearest known one.
    static void onlyKnown(JsonFields fields, Set<String> known) {
        fields.onlyKnown("is not a known key", known);
    }

    /// A required text.
    static String required(JsonFields fields, String name, int maximum) {
        return required(fields, name, fields::text, maximum);
    }

    /// A required label, on one line.
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
            // reported below
        }
        fields.refuse(
                name,
                ErrorCode.INVALID_DURATION,
                "has the invalid value '" + JsonFields.shortened(text) + "'",
                "an ISO 8601 duration above zero and up to a year, such as PT10M or P30D");
        return null;
    }
}
