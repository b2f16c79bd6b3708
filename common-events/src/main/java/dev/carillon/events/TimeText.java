package dev.carillon.events;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The format of an instant in texts and on the console: `2026-12-01 09:00 Europe/Zurich (2026-12-01T08:00:00Z)`. In
/// UTC, only the second half is written.
public final class TimeText {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private TimeText() {}

    /// An instant in a person's time zone, and in UTC with seconds.
    public static String of(Instant instant, ZoneId zone) {
        String utc = instant.truncatedTo(ChronoUnit.SECONDS).toString();
        return zone.normalized().equals(ZoneOffset.UTC)
                ? utc
                : LOCAL.format(instant.atZone(zone)) + " " + zone.getId() + " (" + utc + ")";
    }

    /// An instant in a list of events: UTC, always with milliseconds, so that columns line up.
    public static String logged(Instant instant) {
        return MILLIS.format(instant);
    }
}
