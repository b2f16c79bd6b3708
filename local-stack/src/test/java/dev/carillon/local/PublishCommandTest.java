package dev.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-12-01T12:00:00.1234Z"), ZoneOffset.UTC);

    @TempDir Path directory;

    @Test
    void sendsEveryAttributeAndTheDataUnchanged() throws Exception {
        Path file = Files.writeString(directory.resolve("data.json"), "{\"n\": 1.50 }");

        ProducerRecord<String, byte[]> record =
                event(
                                "",
                                "com.example.x",
                                "--data",
                                file.toString(),
                                "--source",
                                "https://shop.example",
                                "--subject",
                                "7",
                                "--id=e1",
                                "--time",
                                "2026-12-01T09:00:00Z",
                                "--tenant",
                                "acme")
                        .record("t");

        assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("{\"n\": 1.50 }");
        assertThat(record.key()).isEqualTo("https://shop.example#7");
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(one ->
                        headers.put(one.key(), new String(one.value(), StandardCharsets.UTF_8)));
        assertThat(headers)
                .isEqualTo(
                        Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", "e1",
                                "ce_source", "https://shop.example",
                                "ce_type", "com.example.x",
                                "ce_time", "2026-12-01T09:00:00Z",
                                "ce_subject", "7",
                                "ce_tenant", "acme",
                                "content-type", "application/json"));
    }

    @Test
    void readsStandardInputAndUsesDefaults() {
        CloudEventToSend first = event("{}", "t", "--data", "-");

        assertThat(first.time()).isEqualTo("2026-12-01T12:00:00.123Z");
        assertThat(first.source()).isEqualTo("/carillon/publish");
        assertThat(first.id()).isNotEqualTo(event("{}", "t", "--data", "-").id());
        assertThat(first.record("t").key()).isEqualTo("/carillon/publish");
    }

    @Test
    void namesWhatIsWrong() {
        refused("Missing argument: the event's type", "{}", "--data", "-");
        refused("Missing --data FILE", "{}", "t");
        refused("cannot read the file /nowhere", "{}", "t", "--data", "/nowhere");
        refused("must hold a JSON object", "[1]", "t", "--data", "-");
        refused("is not JSON: ", "{\"a\": }", "t", "--data", "-");
        refused("(line 1, column ", "{\"a\": }", "t", "--data", "-");
        refused("--time must be RFC 3339", "{}", "t", "--data", "-", "--time", "today");
        refused("--source must be a URI", "{}", "t", "--data", "-", "--source", "a b");
        refused("--id is empty", "{}", "t", "--data", "-", "--id", "");
        refused("type is empty", "{}", " ", "--data", "-");
        assertThat(Launcher.run(List.of("publish", "t"), Map.of("CARILLON_DATA", "-")))
                .isEqualTo(2);
        assertThat(Launcher.run(List.of("publish", "--bogus"), Map.of())).isEqualTo(2);
    }

    private static void refused(String message, String in, String... arguments) {
        assertThatThrownBy(() -> event(in, arguments))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    private static CloudEventToSend event(String in, String... arguments) {
        return PublishCommand.event(
                Arguments.parse(
                        new ArrayList<>(List.of(arguments)),
                        java.util.Set.of(),
                        PublishCommand.OPTIONS,
                        Map.of()),
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                NOON);
    }
}
