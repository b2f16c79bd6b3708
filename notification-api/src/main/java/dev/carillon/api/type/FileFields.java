package dev.carillon.api.type;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What files are read by on top of [JsonFields]: no unknown keys, and durations.
final class FileFields {
    private static final Duration LONGEST = Duration.ofDays(365);

    private FileFields() {}

    /// Refuses every key that is not known, with the nearest one that is.
    static void onlyKnown(JsonFields fields, Set<String> known) {
        for (String name : fields.names()) {
            if (!known.contains(name)) {
                String meant =
                        Nearest.to(name, known)
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse("");
                fields.refuse(
                        name,
                        ErrorCode.UNKNOWN_FIELD,
                        "is no known key" + meant,
                        "one of "
                                + String.join(", ", List.copyOf(known).stream().sorted().toList()));
            }
        }
    }

    /// A text that must be there.
    static String required(JsonFields fields, String name, int maximum) {
        int before = fields.faults().size();
        String text = fields.text(name, maximum);
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
