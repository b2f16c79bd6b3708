package dev.carillon.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T09:00:00Z",
                "2024-02-29T23:59:59.9Z",
                "2026-12-31T23:59:59.123456789Z",
                "0001-01-01T00:00:00.000000001Z",
                "1969-12-31T23:59:59.5Z",
                "2026-01-31T09:00:00+02:00",
                "2026-01-31T09:00:00.5-11:30",
                "2026-01-31T09:00:00.Z",
                "2026-01-31T09:00Z"
            })
    void readsWhatTheFormatterReads(String text) {
        assertThat(Rfc3339.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-02-29T09:00:00Z",
                "2026-13-01T09:00:00Z",
                "2026-00-01T09:00:00Z",
                "2026-01-00T09:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T09:60:00Z",
                "2026-01-01T09:00:60Z",
                "2026-01-01 09:00:00Z",
                "2026-01-01T09:00:00,5Z",
                "2026-01-01T09:00:00.1234567890Z",
                "2026-01-01T09:00:00",
                "٢٠٢٦-01-01T09:00:00Z"
            })
    void refusesWhatTheFormatterRefuses(String text) {
        assertThatThrownBy(() -> OffsetDateTime.parse(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void readsWhatInstantsWrite() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            Instant instant =
                    Instant.ofEpochSecond(
                            random.nextLong(-60_000_000_000L, 200_000_000_000L),
                            random.nextInt(1_000_000_000));
            assertThat(Rfc3339.parse(instant.toString())).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T09:00:00Z, 2026-01-31T09:00:00.000Z",
        "2026-01-31T09:00:00.5Z, 2026-01-31T09:00:00.500Z",
        "2026-12-31T23:59:59.123999999Z, 2026-12-31T23:59:59.123Z",
        "1969-12-31T23:59:59.9999Z, 1969-12-31T23:59:59.999Z",
        "0001-02-03T04:05:06.007Z, 0001-02-03T04:05:06.007Z"
    })
    void writesThreeDigitsOfASecondAlways(Instant instant, String text) {
        assertThat(Rfc3339.format(instant)).isEqualTo(text);
        assertThat(EventJson.mapper().writeValueAsString(instant)).isEqualTo('"' + text + '"');
    }

    @Test
    void whatItWritesIsReadBackToTheMillisecond() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            Instant instant =
                    Instant.ofEpochSecond(
                            random.nextLong(-90_000_000_000L, 300_000_000_000L),
                            random.nextInt(1_000_000_000));
            assertThat(Instant.parse(Rfc3339.format(instant)))
                    .isEqualTo(instant.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    @Test
    void theMapperReadsTheSame() {
        Instant instant = Instant.parse("2026-01-31T09:00:00.25Z");
        assertThat(EventJson.mapper().readValue("\"2026-01-31T09:00:00.25Z\"", Instant.class))
                .isEqualTo(instant);
        assertThat(EventJson.mapper().readValue("\"2026-01-31T10:00:00.25+01:00\"", Instant.class))
                .isEqualTo(instant);
    }
}
