package dev.carillon.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Topics;
import dev.carillon.platform.app.TestService;
import dev.carillon.platform.kafka.TopicNames;
import dev.carillon.test.TopicProbe;
import dev.carillon.test.WithEmbeddedServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The outbox of a service: from the transaction to the topic, health and metrics.
@SpringBootTest(
        classes = TestService.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "carillon.service=test-service")
@WithEmbeddedServers(schema = "api")
class OutboxRelayIT {
    @Autowired private TransactionalOutbox outbox;
    @Autowired private JdbcTransactionManager transactions;
    @Autowired private TopicNames topics;
    @Autowired private OutboxRelayLifecycle relay;
    @Autowired private MeterRegistry meters;

    @Autowired private HealthIndicator outboxHealthIndicator;

    @Test
    void publishesWhatTheTransactionCommittedAndShowsItself() {
        // While a relay starts, the same record may be published twice.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        "running".equals(outboxHealthIndicator.health().getDetails().get("relay")));
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.executeWithoutResult(status -> {
            outbox.append(List.of(record("rolled back")));
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> outbox.append(List.of(record("committed"))));
        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.NOTIFICATIONS))) {
            probe.await(1);
            assertThat(probe.readToEnd())
                    .extracting(read -> new String(read.value(), StandardCharsets.UTF_8))
                    .containsExactly("committed");
        }

        Health health = outboxHealthIndicator.health();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("leader", true)
                .containsEntry("partition_days_ready", 7);
        assertThat(meters.get("carillon.outbox.leader").gauge().value()).isEqualTo(1);
        assertThat(meters.get("carillon.outbox.published").functionTimer().count())
                .isGreaterThanOrEqualTo(1);

        relay.stop();
        assertThat(outboxHealthIndicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
        relay.start();
        transaction.executeWithoutResult(status -> outbox.append(List.of(record("restarted"))));
        try (TopicProbe probe = TopicProbe.of(topics.of(Topics.NOTIFICATIONS))) {
            probe.await(
                    1,
                    read -> "restarted".equals(new String(read.value(), StandardCharsets.UTF_8)));
        }
    }

    @Test
    void appendsOnlyWithinATransaction() {
        List<OutgoingRecord> one = List.of(record("lost"));
        assertThatThrownBy(() -> outbox.append(one)).isInstanceOf(IllegalStateException.class);
    }

    private static OutgoingRecord record(String value) {
        return new OutgoingRecord(
                Topics.NOTIFICATIONS,
                "default/ann",
                Map.of("ce_type", "test"),
                value.getBytes(StandardCharsets.UTF_8));
    }
}
