package dev.carillon.events;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/// Every day from start to end in the recipient's zone. An end before the start is on the next day. Both have the form
/// `HH:mm`.
public record QuietHours(
        @JsonFormat(pattern = "HH:mm") LocalTime start,
        @JsonFormat(pattern = "HH:mm") LocalTime end) {
    /// When the quiet hours that include `now` end; empty outside of quiet hours. Both ends are computed as instants
    /// for each day, so they keep their local times when the clocks change. A local time that is skipped becomes the
    /// one after the gap; of an ambiguous one, the first is used.
    public Optional<Instant> endAt(ZoneId zone, Instant now) {
        if (start.equals(end)) {
            return Optional.empty();
        }
        LocalDate today = now.atZone(zone).toLocalDate();
        for (LocalDate first : new LocalDate[] {today.minusDays(1), today}) {
            LocalDate last = end.isBefore(start) ? first.plusDays(1) : first;
            Instant from = first.atTime(start).atZone(zone).toInstant();
            Instant until = last.atTime(end).atZone(zone).toInstant();
            if (!now.isBefore(from) && now.isBefore(until)) {
                return Optional.of(until);
            }
        }
        return Optional.empty();
    }
}
