package dev.carillon.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Names and defaults of settings are public: they must not change by accident.
class InboxPropertiesTest {
    @Test
    void keepTheirNamesAndDefaults() {
        assertThat(bound(Map.of()))
                .hasToString(
                        "InboxProperties[projectorConcurrency=2, bulkConcurrency=1, actionConcurrency=1, memory=PT720H,"
                                + " readRetention=PT2160H, tombstoneRetention=PT720H, actionMemory=PT720H, monthsBack=13,"
                                + " monthsAhead=2, expiryInterval=PT1S, retentionInterval=PT24H, retentionBatch=500,"
                                + " crossTenantServices=[digest-scheduler]]");
    }

    @Test
    void forgettingSoonerThanRecordsMayComeAgainIsRefused() {
        assertThatThrownBy(() -> bound(Map.of("carillon.inbox.memory", "29d")))
                .hasRootCauseMessage("carillon.inbox.memory must be at least 30d");
        assertThatThrownBy(() -> bound(Map.of("carillon.inbox.memory", "60d")))
                .hasRootCauseMessage(
                        "carillon.inbox.tombstone-retention must be at least as long as memory");
    }

    private static InboxProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("carillon.inbox", InboxProperties.class);
    }
}
