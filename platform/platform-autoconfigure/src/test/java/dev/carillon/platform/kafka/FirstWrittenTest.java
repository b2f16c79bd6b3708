package dev.carillon.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/// A record's age decides whether its decisions are still stored: a requeue must not change the age.
class FirstWrittenTest {
    private static final Instant WRITTEN = Instant.parse("2026-01-31T09:00:00Z");

    @Test
    void isTheTimestampOfARecordThatCameOnce() {
        assertThat(FirstWritten.of(sent(null))).isEqualTo(WRITTEN);
    }

    @Test
    void isThatOfTheFirstTimeForARecordThatWasSentAgain() {
        assertThat(FirstWritten.of(sent("2026-01-01T00:00:00Z")))
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void isNeverLaterThanTheTimestampWhateverAProducerSays() {
        assertThat(FirstWritten.of(sent("2026-02-01T00:00:00Z"))).isEqualTo(WRITTEN);
        assertThat(FirstWritten.of(sent("yesterday"))).isEqualTo(WRITTEN);
    }

    private static ConsumerRecord<String, byte[]> sent(String first) {
        RecordHeaders headers = new RecordHeaders();
        if (first != null) {
            headers.add(Headers.FIRST_WRITTEN, first.getBytes(StandardCharsets.UTF_8));
        }
        return new ConsumerRecord<>(
                "notifications",
                0,
                7,
                WRITTEN.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                new byte[0],
                headers,
                Optional.empty());
    }
}
