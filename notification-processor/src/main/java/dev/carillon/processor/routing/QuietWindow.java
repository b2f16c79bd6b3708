package dev.carillon.processor.routing;

import dev.carillon.events.QuietHours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/// Quiet hours on the clock of a zone. Both ends are computed as instants for each day, so that a window keeps its local ends
/// across a change of the clocks; a local time in a gap is the one after it, of two the first.
final class QuietWindow {
    private QuietWindow() {}

    /// When the quiet hours that hold `now` end; empty outside of them.
    static Optional<Instant> endAt(QuietHours hours, ZoneId zone, Instant now) {
        if (hours.start().equals(hours.end())) {
            return Optional.empty();
        }
        LocalDate today = now.atZone(zone).toLocalDate();
        for (LocalDate first : new LocalDate[] {today.minusDays(1), today}) {
            LocalDate last = hours.end().isBefore(hours.start()) ? first.plusDays(1) : first;
            Instant start = first.atTime(hours.start()).atZone(zone).toInstant();
            Instant end = last.atTime(hours.end()).atZone(zone).toInstant();
            if (!now.isBefore(start) && now.isBefore(end)) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }
}
