package dev.carillon.events;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The one form in which texts and the console show an instant: `2026-12-01 09:00 Europe/Zurich (2026-12-01T08:00:00Z)`.
/// In UTC the second half is enough.
public final class TimeText {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private TimeText() {}

    /// An instant on the person's clock, and in UTC to the second.
    public static String of(Instant instant, ZoneId zone) {
        String utc = instant.truncatedTo(ChronoUnit.SECONDS).toString();
        return zone.normalized().equals(ZoneOffset.UTC)
                ? utc
                : LOCAL.format(instant.atZone(zone)) + " " + zone.getId() + " (" + utc + ")";
    }

    /// A point in a list of events: UTC, always with three digits of milliseconds, so that columns line up.
    public static String logged(Instant instant) {
        return MILLIS.format(instant);
    }
}
