package dev.carillon.digest.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.digest.schedule.DigestCalendar.Due;
import dev.carillon.events.DigestFrequency;
import dev.carillon.events.DigestSettings;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DigestCalendarTest {
    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @Test
    void isDailyAtNineUtcUnlessThePersonChose() {
        assertThat(DigestCalendar.next(null, ZoneOffset.UTC, at("2026-11-21T08:59:59Z"), null))
                .contains(new Due(at("2026-11-21T09:00:00Z"), "daily", LocalDate.of(2026, 11, 21)));
        assertThat(DigestCalendar.next(null, ZoneOffset.UTC, at("2026-11-21T09:00:00Z"), null))
                .contains(new Due(at("2026-11-22T09:00:00Z"), "daily", LocalDate.of(2026, 11, 22)));
    }

    @Test
    void neverRunsTwiceOnADateWhenTheTimeMovesLater() {
        var later = new DigestSettings(DigestFrequency.DAILY, LocalTime.of(18, 0), null);

        assertThat(
                        DigestCalendar.next(
                                later,
                                ZoneOffset.UTC,
                                at("2026-11-21T10:00:00Z"),
                                LocalDate.of(2026, 11, 21)))
                .contains(new Due(at("2026-11-22T18:00:00Z"), "daily", LocalDate.of(2026, 11, 22)));
    }

    @Test
    void movesATimeThatSpringSkipsForwardByTheGap() {
        var inGap = new DigestSettings(null, LocalTime.of(2, 30), null);

        assertThat(
                        DigestCalendar.next(inGap, ZURICH, at("2026-03-28T12:00:00Z"), null)
                                .orElseThrow()
                                .at())
                .isEqualTo(at("2026-03-29T01:30:00Z"));
    }

    @Test
    void takesTheFirstOfATimeThatAutumnRepeatsAndRunsOnce() {
        var twice = new DigestSettings(null, LocalTime.of(2, 30), null);
        Due first =
                DigestCalendar.next(twice, ZURICH, at("2026-10-24T12:00:00Z"), null).orElseThrow();

        assertThat(first.at()).isEqualTo(at("2026-10-25T00:30:00Z"));
        assertThat(DigestCalendar.next(twice, ZURICH, first.at(), first.date()).orElseThrow().at())
                .isEqualTo(at("2026-10-26T01:30:00Z"));
    }

    @Test
    void keepsTheLocalTimeAcrossTheChangeOfClocks() {
        assertThat(
                        DigestCalendar.next(null, ZURICH, at("2026-10-24T12:00:00Z"), null)
                                .orElseThrow()
                                .at())
                .isEqualTo(at("2026-10-25T08:00:00Z"));
    }

    @Test
    void isWeeklyOnTheChosenDayOrMonday() {
        var weekly =
                new DigestSettings(DigestFrequency.WEEKLY, LocalTime.of(8, 0), DayOfWeek.FRIDAY);
        var monday = new DigestSettings(DigestFrequency.WEEKLY, null, null);

        assertThat(DigestCalendar.next(weekly, ZoneOffset.UTC, at("2026-11-20T08:00:00Z"), null))
                .contains(
                        new Due(at("2026-11-27T08:00:00Z"), "weekly", LocalDate.of(2026, 11, 27)));
        assertThat(
                        DigestCalendar.next(
                                        monday, ZoneOffset.UTC, at("2026-11-21T08:00:00Z"), null)
                                .orElseThrow()
                                .date())
                .isEqualTo(LocalDate.of(2026, 11, 23));
    }

    @Test
    void isNeverForWhoeverWantsNone() {
        var never = new DigestSettings(DigestFrequency.NEVER, null, null);

        assertThat(DigestCalendar.next(never, ZoneOffset.UTC, at("2026-11-21T08:00:00Z"), null))
                .isEmpty();
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
