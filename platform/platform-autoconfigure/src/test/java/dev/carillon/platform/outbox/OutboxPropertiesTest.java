package dev.carillon.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class OutboxPropertiesTest {
    @Test
    void hasTheNamesAndDefaultsOfTheReferencePage() {
        OutboxProperties defaults = bind(Map.of());
        assertThat(defaults)
                .isEqualTo(
                        new OutboxProperties(
                                null,
                                DataSize.ofMegabytes(1),
                                7,
                                Duration.ofDays(1),
                                new OutboxProperties.Relay(
                                        true,
                                        null,
                                        null,
                                        null,
                                        null,
                                        Duration.ofMillis(10),
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(5),
                                        500,
                                        DataSize.ofMegabytes(8))));
        assertThat(
                        bind(
                                Map.of(
                                        "carillon.outbox.relay.url",
                                                "jdbc:postgresql://db/carillon",
                                        "carillon.outbox.relay.password", "hidden",
                                        "carillon.outbox.schema", "api")))
                .satisfies(set -> {
                    assertThat(set.schema()).isEqualTo("api");
                    assertThat(set.relay().password()).isNotNull();
                    assertThat(set.toString()).doesNotContain("hidden");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "schema, Api-1",
        "max-record-size, 10B",
        "partitions-ahead, 0",
        "keep-partitions, -1s",
        "relay.slot, no-dashes",
        "relay.poll-interval, 0ms",
        "relay.heartbeat-interval, 1ms",
        "relay.session-timeout, 10ms",
        "relay.batch-size, 0",
        "relay.queue-size, 1KB"
    })
    void aWrongValueFailsAndNamesTheKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("carillon.outbox." + key, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining("carillon.outbox." + key);
    }

    private static OutboxProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("carillon.outbox", OutboxProperties.class);
    }
}
