package dev.carillon.platform.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class HealthMetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Status> components = new HashMap<>();
    private final HealthMetrics metrics = new HealthMetrics(() -> components, meters);

    @Test
    void showsWhichComponentIsDownAndWhenItIsBack() {
        components.put("db", Status.UP);
        components.put("redis", Status.DOWN);
        metrics.refresh();

        assertThat(health("db")).isEqualTo(1);
        assertThat(health("redis")).isZero();

        components.put("redis", Status.UP);
        metrics.refresh();

        assertThat(health("redis")).isEqualTo(1);
    }

    @Test
    void aComponentThatIsOutOfServiceIsNotUp() {
        components.put("inboxChanges", Status.OUT_OF_SERVICE);
        metrics.refresh();

        assertThat(health("inboxChanges")).isZero();
    }

    @Test
    void aComponentThatCannotTellRaisesNoAlert() {
        components.put("outbox", Status.UNKNOWN);
        metrics.refresh();

        assertThat(health("outbox")).isEqualTo(1);
    }

    @Test
    void everyGaugeExistsAfterTheStart() {
        components.put("db", Status.UP);
        metrics.start();
        try {
            assertThat(health("db")).isEqualTo(1);
        } finally {
            metrics.stop();
        }
    }

    private double health(String component) {
        return meters.get("carillon.health").tag("component", component).gauge().value();
    }
}
