package dev.carillon.events;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A person as the reference topic `recipients` tells of them, keyed by [RecipientKey].
///
/// @param version grows by one with each change; older ones are ignored
/// @param locale BCP 47, such as `de-CH`
/// @param timeZone an IANA zone; UTC until known
/// @param attributes for rules and templates
/// @param deleted gone, until put again
/// @param erased everything known is to be deleted and earlier records are to be dropped
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

    /// The recipient's zone; UTC until known, and where this Java does not know the zone.
    public ZoneId zone() {
        return zoneOf(timeZone);
    }

    /// The zone of that name; UTC where there is none, or none that this Java knows.
    public static ZoneId zoneOf(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }
}
