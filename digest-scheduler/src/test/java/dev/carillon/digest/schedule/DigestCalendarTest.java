package dev.carillon.digest.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.digest.schedule.DigestCalendar.Due;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import dev.carillon.events.QuietHours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestCalendarTest {
    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T08:00:00Z, 09:00, 22:00, 10:00, 2026-11-21T10:00:00Z, 2026-11-21",
        "2026-11-21T09:30:00Z, 09:00, 22:00, 10:00, 2026-11-21T10:00:00Z, 2026-11-21",
        "2026-11-21T10:00:00Z, 09:00, 22:00, 10:00, 2026-11-22T10:00:00Z, 2026-11-22",
        "2026-11-21T06:00:00Z, 23:00, 22:00, 07:00, 2026-11-21T07:00:00Z, 2026-11-20",
        "2026-11-21T07:00:00Z, 23:00, 22:00, 07:00, 2026-11-22T07:00:00Z, 2026-11-21",
        "2026-11-21T08:00:00Z, 09:00, 09:00, 09:00, 2026-11-21T09:00:00Z, 2026-11-21"
    })
    void waitsForTheEndOfQuietHoursAndStaysTheDigestOfItsDate(
            String after,
            LocalTime time,
            LocalTime start,
            LocalTime end,
            Instant due,
            LocalDate date) {
        assertThat(
                        DigestCalendar.next(
                                new DigestSettings(DigestFrequency.DAILY, time, null),
                                new QuietHours(start, end),
                                ZoneOffset.UTC,
                                at(after),
                                null))
                .contains(new DigestCalendar.Due(due, "daily", date));
    }

    @Test
    void isDailyAtNineUtcUnlessThePersonChose() {
        assertThat(
                        DigestCalendar.next(
                                null, null, ZoneOffset.UTC, at("2026-11-21T08:59:59Z"), null))
                .contains(new Due(at("2026-11-21T09:00:00Z"), "daily", LocalDate.of(2026, 11, 21)));
        assertThat(
                        DigestCalendar.next(
                                null, null, ZoneOffset.UTC, at("2026-11-21T09:00:00Z"), null))
                .contains(new Due(at("2026-11-22T09:00:00Z"), "daily", LocalDate.of(2026, 11, 22)));
    }

    @Test
    void neverRunsTwiceOnADateWhenTheTimeMovesLater() {
        var later = new DigestSettings(DigestFrequency.DAILY, LocalTime.of(18, 0), null);

        assertThat(
                        DigestCalendar.next(
                                later,
                                null,
                                ZoneOffset.UTC,
                                at("2026-11-21T10:00:00Z"),
                                LocalDate.of(2026, 11, 21)))
                .contains(new Due(at("2026-11-22T18:00:00Z"), "daily", LocalDate.of(2026, 11, 22)));
    }

    @Test
    void movesATimeThatSpringSkipsForwardByTheGap() {
        var inGap = new DigestSettings(null, LocalTime.of(2, 30), null);

        assertThat(
                        DigestCalendar.next(inGap, null, ZURICH, at("2026-03-28T12:00:00Z"), null)
                                .orElseThrow()
                                .at())
                .isEqualTo(at("2026-03-29T01:30:00Z"));
    }

    @Test
    void takesTheFirstOfATimeThatAutumnRepeatsAndRunsOnce() {
        var twice = new DigestSettings(null, LocalTime.of(2, 30), null);
        Due first =
                DigestCalendar.next(twice, null, ZURICH, at("2026-10-24T12:00:00Z"), null)
                        .orElseThrow();

        assertThat(first.at()).isEqualTo(at("2026-10-25T00:30:00Z"));
        assertThat(
                        DigestCalendar.next(twice, null, ZURICH, first.at(), first.date())
                                .orElseThrow()
                                .at())
                .isEqualTo(at("2026-10-26T01:30:00Z"));
    }

    @Test
    void keepsTheLocalTimeAcrossTheChangeOfClocks() {
        assertThat(
                        DigestCalendar.next(null, null, ZURICH, at("2026-10-24T12:00:00Z"), null)
                                .orElseThrow()
                                .at())
                .isEqualTo(at("2026-10-25T08:00:00Z"));
    }

    @Test
    void isWeeklyOnTheChosenDayOrMonday() {
        var weekly =
                new DigestSettings(DigestFrequency.WEEKLY, LocalTime.of(8, 0), DayOfWeek.FRIDAY);
        var monday = new DigestSettings(DigestFrequency.WEEKLY, null, null);

        assertThat(
                        DigestCalendar.next(
                                weekly, null, ZoneOffset.UTC, at("2026-11-20T08:00:00Z"), null))
                .contains(
                        new Due(at("2026-11-27T08:00:00Z"), "weekly", LocalDate.of(2026, 11, 27)));
        assertThat(
                        DigestCalendar.next(
                                        monday,
                                        null,
                                        ZoneOffset.UTC,
                                        at("2026-11-21T08:00:00Z"),
                                        null)
                                .orElseThrow()
                                .date())
                .isEqualTo(LocalDate.of(2026, 11, 23));
    }

    @Test
    void isNeverForWhoeverWantsNone() {
        var never = new DigestSettings(DigestFrequency.NEVER, null, null);

        assertThat(
                        DigestCalendar.next(
                                never, null, ZoneOffset.UTC, at("2026-11-21T08:00:00Z"), null))
                .isEmpty();
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    /// On Saturday the 21st at 09:00 in Tokyo it is still Friday the 20th in Honolulu.
    @Test
    void neverRunsTwiceOnADateWhenTheZoneMoves() {
        LocalDate ran = LocalDate.of(2026, 11, 21);
        Instant after = at("2026-11-21T00:00:00Z");

        for (String zone : List.of("Pacific/Honolulu", "Asia/Tokyo", "Pacific/Kiritimati")) {
            Due next = DigestCalendar.next(null, null, ZoneId.of(zone), after, ran).orElseThrow();
            assertThat(next.date()).as(zone).isEqualTo(ran.plusDays(1));
            assertThat(next.at())
                    .as(zone)
                    .isEqualTo(next.date().atTime(9, 0).atZone(ZoneId.of(zone)).toInstant());
        }
    }

    @Test
    void neverRunsTwiceOnADateWhenTheFrequencyChanges() {
        var weekly =
                new DigestSettings(DigestFrequency.WEEKLY, LocalTime.of(18, 0), DayOfWeek.MONDAY);
        LocalDate monday = LocalDate.of(2026, 11, 23);
        Instant morning = at("2026-11-23T09:00:00Z");

        assertThat(next(weekly, morning, null).date()).isEqualTo(monday);
        assertThat(next(weekly, morning, monday).date()).isEqualTo(monday.plusWeeks(1));
        assertThat(next(weekly, morning, monday.minusDays(1)).date()).isEqualTo(monday);
    }

    @Test
    void afterADowntimeOnlyTheNextDateIsDue() {
        Instant back = at("2026-11-21T10:00:00Z");

        assertThat(next(null, back, LocalDate.of(2026, 11, 1)))
                .isEqualTo(
                        new Due(at("2026-11-22T09:00:00Z"), "daily", LocalDate.of(2026, 11, 22)));
    }

    private static Due next(DigestSettings settings, Instant after, LocalDate lastDate) {
        return DigestCalendar.next(settings, null, ZoneOffset.UTC, after, lastDate).orElseThrow();
    }
}
