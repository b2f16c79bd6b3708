package dev.carillon.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.outbox.Outbox;
import dev.carillon.outbox.OutboxRecordTooLargeException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxAdviceTest {
    @Test
    void saysHowLargeItIsAndHowLargeItMayBe() {
        var record = new OutgoingRecord("requests", "key", Map.of(), new byte[5_000]);
        var fault =
                catchThrowableOfType(
                        OutboxRecordTooLargeException.class,
                        () -> new Outbox("api", 4_096).checkSize(record));

        var answer = new OutboxAdvice().tooLarge(fault);

        assertThat(answer.getStatusCode().value()).isEqualTo(413);
        assertThat(answer.getBody()).isNotNull();
        assertThat(answer.getBody().code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(answer.getBody().detail())
                .contains(fault.bytes() + " bytes", " bytes to requests");
        assertThat(answer.getBody().errors().getFirst().allowed()).isEqualTo("at most 4096 bytes");
    }
}
