package dev.carillon.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Headers;
import dev.carillon.processor.ProcessorProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeLimitsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final TimeLimits limits =
            new TimeLimits(
                    new ProcessorProperties(
                            List.of(),
                            1,
                            Duration.ofDays(14),
                            Duration.ofSeconds(5),
                            Duration.ofMinutes(1)));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    2026-11-21T12:05:00Z, -
                    2026-11-21T12:05:00.001Z, event_in_future
                    2025-10-01T00:00:00Z, -
                    2025-09-30T23:59:59.999Z, event_too_old
                    """)
    void refusesAnEventFromOutsideTheOpenPartitions(Instant time, String code) {
        assertThat(limits.ofEvent(time, NOW).map(facts -> facts.code().code()).orElse(null))
                .isEqualTo(code);
    }

    @Test
    void refusesARecordThatIsOlderThanTheMemory() {
        assertThat(limits.ofRecord(written(NOW.minus(Duration.ofDays(14))), NOW)).isEmpty();
        assertThat(limits.ofRecord(written(NOW.minus(Duration.ofDays(14)).minusMillis(1)), NOW))
                .hasValueSatisfying(
                        facts -> assertThat(facts.code()).isEqualTo(ErrorCode.BEYOND_MEMORY));
    }

    @Test
    void aRecordThatIsSentOnceMoreIsNoYounger() {
        ConsumerRecord<String, byte[]> again = written(NOW);
        again.headers()
                .add(
                        Headers.FIRST_WRITTEN,
                        NOW.minus(Duration.ofDays(15)).toString().getBytes(StandardCharsets.UTF_8));

        assertThat(limits.ofRecord(again, NOW))
                .hasValueSatisfying(
                        facts -> assertThat(facts.code()).isEqualTo(ErrorCode.BEYOND_MEMORY));
    }

    private static ConsumerRecord<String, byte[]> written(Instant at) {
        return new ConsumerRecord<>(
                "t",
                0,
                0,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                1,
                1,
                "k",
                new byte[0],
                new RecordHeaders(),
                java.util.Optional.empty());
    }
}
