package dev.carillon.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
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
                                Map.of("ce_id", "1", "x", "", "long", "ä".repeat(70_000)),
                                value),
                        new OutgoingRecord("timeline", "default/#1", Map.of(), new byte[0]));

        byte[] frozen = Emission.freeze(records);

        assertThat(Emission.thaw(frozen)).isEqualTo(records);
        assertThat(frozen.length).isLessThan(value.length / 2);
    }

    @Test
    void givesBackWhatTheFormBeforeHolds() {
        byte[] frozen =
                HexFormat.of()
                        .parseHex(
                                "0178016360606064e028c9cc4dcdc9cc4b65e04a494d4b2ccd29d13fbc840124c39a9c1a9f99c2c06808e4313132010006700a17");

        assertThat(Emission.thaw(frozen))
                .containsExactly(
                        new OutgoingRecord(
                                "timeline", "default/ä", Map.of("ce_id", "1"), new byte[] {1, 2}));
    }

    @Test
    void refusesAFormThatItDoesNotKnow() {
        assertThatThrownBy(() -> Emission.thaw(new byte[] {9, 1, 2}))
                .hasMessageContaining("format that this version of Carillon does not know");
    }
}
