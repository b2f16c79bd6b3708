package dev.carillon.digest.schedule;

import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.QuietHours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Computes when a digest is due next, from local time and zone. The result is computed each time and never derived by
/// adding hours.
///
/// If the local time does not exist because clocks go forward, the digest is due later by the length of the gap. If it
/// exists twice because clocks go back, the first one counts. After a digest has run, no other is due on the same local
/// date, even if the person moves the time to later that day. A digest that would be due during quiet hours is due at
/// their end, and keeps its date.
public final class DigestCalendar {
    private DigestCalendar() {}

    /// A due digest.
    ///
    /// @param kind `daily` or `weekly`
    /// @param date the local date; with the kind it makes the run unique
    public record Due(Instant at, String kind, LocalDate date) {}

    /// The first due digest after `after`; empty when the person wants no digests.
    ///
    /// @param settings the person's settings, or null for the defaults: daily at 09:00
    /// @param quiet the person's quiet hours, or null
    /// @param lastDate local date of the last run, or null
    public static Optional<Due> next(
            @Nullable DigestSettings settings,
            @Nullable QuietHours quiet,
            ZoneId zone,
            Instant after,
            @Nullable LocalDate lastDate) {
        DigestFrequency frequency = frequency(settings);
        LocalTime time =
                settings == null || settings.time() == null
                        ? DigestSettings.DEFAULT_TIME
                        : settings.time();
        // Yesterday's digest may be due only today, at the end of quiet hours.
        LocalDate earliest = LocalDate.ofInstant(after, zone).minusDays(1);
        LocalDate from =
                lastDate != null && !earliest.isAfter(lastDate) ? lastDate.plusDays(1) : earliest;
        return switch (frequency) {
            case NEVER -> Optional.empty();
            case DAILY -> {
                LocalDate date = from;
                while (!instant(date, time, quiet, zone).isAfter(after)) {
                    date = date.plusDays(1);
                }
                yield Optional.of(new Due(instant(date, time, quiet, zone), "daily", date));
            }
            case WEEKLY -> {
                DayOfWeek day =
                        settings == null || settings.day() == null
                                ? DayOfWeek.MONDAY
                                : settings.day();
                LocalDate first = from.with(TemporalAdjusters.nextOrSame(day));
                LocalDate date =
                        instant(first, time, quiet, zone).isAfter(after)
                                ? first
                                : first.plusWeeks(1);
                yield Optional.of(new Due(instant(date, time, quiet, zone), "weekly", date));
            }
        };
    }

    /// How often the person wants digests; the default is daily.
    public static DigestFrequency frequency(@Nullable DigestSettings settings) {
        return settings == null || settings.frequency() == null
                ? DigestFrequency.DAILY
                : settings.frequency();
    }

    private static Instant instant(
            LocalDate date, LocalTime time, @Nullable QuietHours quiet, ZoneId zone) {
        Instant at = date.atTime(time).atZone(zone).toInstant();
        return quiet == null ? at : quiet.endAt(zone, at).orElse(at);
    }
}
