package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    /// Zurich changes from +1 to +2 on 2026-03-29 at 02:00, and back on 2026-10-25 at 03:00.
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    22:00, 07:00, 2026-01-10T20:59:59Z, -
                    22:00, 07:00, 2026-01-10T21:00:00Z, 2026-01-11T06:00:00Z
                    22:00, 07:00, 2026-01-11T05:59:59Z, 2026-01-11T06:00:00Z
                    22:00, 07:00, 2026-01-11T06:00:00Z, -
                    12:00, 13:30, 2026-01-10T11:30:00Z, 2026-01-10T12:30:00Z
                    12:00, 13:30, 2026-01-10T12:30:00Z, -
                    22:00, 07:00, 2026-03-28T22:00:00Z, 2026-03-29T05:00:00Z
                    22:00, 07:00, 2026-10-24T21:00:00Z, 2026-10-25T06:00:00Z
                    22:00, 02:30, 2026-03-29T01:10:00Z, 2026-03-29T01:30:00Z
                    22:00, 02:30, 2026-10-25T00:15:00Z, 2026-10-25T00:30:00Z
                    22:00, 02:30, 2026-10-25T01:15:00Z, -
                    00:00, 00:00, 2026-01-10T12:00:00Z, -
                    """)
    void endsAtTheLocalTimeThatThePersonChose(
            LocalTime start, LocalTime end, Instant now, Instant expected) {
        assertThat(new QuietHours(start, end).endAt(ZoneId.of("Europe/Zurich"), now))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void belongToThePersonsZone() {
        QuietHours hours = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));
        Instant noonInLondon = Instant.parse("2026-01-10T12:00:00Z");

        assertThat(hours.endAt(ZoneId.of("Europe/London"), noonInLondon)).isEmpty();
        assertThat(hours.endAt(ZoneId.of("Pacific/Auckland"), noonInLondon))
                .contains(Instant.parse("2026-01-10T18:00:00Z"));
    }
}
