package dev.carillon.platform.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.test.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockMetricsTest {
    @Test
    void showsTheClockThatTheServiceWritesItsInstantsWith() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        SettableClock clock = SettableClock.at("2026-03-01T10:00:00.250Z");
        new ObservabilityAutoConfiguration.Metrics().clockMetrics(clock).bindTo(meters);

        clock.advance(Duration.ofHours(1));

        assertThat(meters.get("carillon.clock").gauge().value()).isEqualTo(1_772_362_800.250);
    }
}
