package dev.carillon.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmissionTest {
    @Test
    void givesBackEveryByteAndIsSmallerThanWhatItHolds() {
        byte[] value = "{\"title\":\"Äpfel 🍎\"}".repeat(100).getBytes(StandardCharsets.UTF_8);
        List<OutgoingRecord> records =
                List.of(
                        new OutgoingRecord(
                                "notifications",
                                "default/ann",
                                Map.of("ce_id", "1", "x", ""),
                                value),
                        new OutgoingRecord("timeline", "default/#1", Map.of(), new byte[0]));

        byte[] frozen = Emission.freeze(records);

        assertThat(Emission.thaw(frozen)).isEqualTo(records);
        assertThat(frozen.length).isLessThan(value.length / 2);
    }

    @Test
    void refusesAFormThatItDoesNotKnow() {
        assertThatThrownBy(() -> Emission.thaw(new byte[] {9, 1, 2}))
                .hasMessageContaining("form that this version does not know");
    }
}
