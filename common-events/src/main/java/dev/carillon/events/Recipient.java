package dev.carillon.events;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A person: the record of the reference topic `recipients`, keyed by [RecipientKey].
///
/// @param version grows by one with each change; older versions are ignored
/// @param locale BCP 47, such as `de-CH`
/// @param timeZone an IANA zone; UTC until known
/// @param attributes for rules and templates
/// @param deleted deleted, until created again
/// @param erased everything known must be deleted, and earlier records must be dropped
public record Recipient(
        String tenant,
        String recipient,
        long version,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String locale,
        @Nullable String timeZone,
        @JsonAlias("avatar_url") @Nullable String avatar,
        Map<String, Object> attributes,
        boolean deleted,
        boolean erased,
        Instant updatedAt) {
    public Recipient {
        attributes = Copies.map(attributes);
    }

    /// The recipient's zone; UTC if unknown, or if this Java does not know the zone.
    public ZoneId zone() {
        return zoneOf(timeZone);
    }

    /// The zone of that name; UTC for null, or if this Java does not know the zone.
    public static ZoneId zoneOf(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }
}
