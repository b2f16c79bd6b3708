package dev.carillon.events;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.DayOfWeek;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/// When a person's digest is sent, in their time zone. Null means the default: daily at 09:00, weekly on Monday.
///
/// @param frequency daily, weekly or never
/// @param time `HH:mm`
/// @param day of a weekly digest
public record DigestSettings(
        @Nullable DigestFrequency frequency,
        @JsonFormat(pattern = "HH:mm") @Nullable LocalTime time,
        @Nullable DayOfWeek day) {
    /// The default time of the daily digest.
    public static final LocalTime DEFAULT_TIME = LocalTime.of(9, 0);
}
