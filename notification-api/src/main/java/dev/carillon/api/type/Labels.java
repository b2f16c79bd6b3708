package dev.carillon.api.type;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.OneLine;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A label in a file: one text for every reader, or one text for each locale.
///
/// @param fallback for readers whose language has no text
/// @param byLocale empty if there is one text for every reader
record Labels(String fallback, Map<String, String> byLocale) {
    private static final int LONGEST = 100;
    private static final String ENGLISH = "en";
    private static final String ALLOWED =
            "a text of at most 100 characters, or one for each locale, with 'en': { en: Assignment, de: Zuweisung }";

    /// Reads the label and adds its faults to the fields.
    static Labels read(JsonFields fields, String name) {
        JsonNode value = fields.raw(name);
        if (value == null || !value.isObject()) {
            return new Labels(FileFields.requiredLine(fields, name, LONGEST), Map.of());
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : value.properties()) {
            String text = one.getValue().isString() ? OneLine.of(one.getValue().stringValue()) : "";
            if (text.isBlank()) {
                fields.refuse(name, ErrorCode.MISSING, "has no label for " + one.getKey(), ALLOWED);
            } else if (text.length() > LONGEST) {
                fields.refuse(name, ErrorCode.TOO_LONG, "is too long for " + one.getKey(), ALLOWED);
            }
            if (!isLocale(one.getKey())) {
                fields.refuse(
                        name,
                        ErrorCode.INVALID_LOCALE,
                        "has '" + one.getKey() + "', which is not a language tag",
                        "BCP 47 tags such as en or de-CH");
            }
            labels.put(one.getKey(), text);
        }
        String english = labels.get(ENGLISH);
        if (english == null) {
            fields.refuse(name, ErrorCode.MISSING, "has no label for en", ALLOWED);
        }
        return new Labels(english == null ? "" : english, labels);
    }

    private static boolean isLocale(String tag) {
        try {
            return !new Locale.Builder().setLanguageTag(tag).build().getLanguage().isEmpty();
        } catch (IllformedLocaleException noTag) {
            return false;
        }
    }
}
