package dev.carillon.api.recipient;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of a person that preferences also show and set.
public final class PersonalFields {
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private PersonalFields() {}

    /// An IANA time zone, such as `Europe/Zurich`. An offset is refused, because it does not know daylight saving time.
    public static @Nullable String timeZone(JsonFields fields, String field) {
        String zone = fields.text(field, 64);
        if (zone == null || ZONES.contains(zone)) {
            return zone;
        }
        fields.refuse(
                field,
                ErrorCode.UNKNOWN_TIME_ZONE,
                "is '" + JsonFields.shortened(zone) + "', which is not an IANA time zone",
                "an IANA time zone such as Europe/Zurich or UTC");
        return null;
    }

    /// A BCP 47 tag, such as `de-CH`, in its canonical form.
    public static @Nullable String locale(JsonFields fields, String field) {
        String tag = fields.text(field, 35);
        if (tag == null) {
            return null;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (!locale.getLanguage().isEmpty()) {
                return locale.toLanguageTag();
            }
        } catch (IllformedLocaleException illFormed) {
            // reported below
        }
        fields.refuse(
                field,
                ErrorCode.INVALID_LOCALE,
                "is '" + JsonFields.shortened(tag) + "', which is not a language tag",
                "a BCP 47 tag such as en or de-CH");
        return null;
    }
}
