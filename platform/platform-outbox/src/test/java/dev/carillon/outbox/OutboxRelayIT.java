package dev.carillon.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Topics;
import dev.carillon.test.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The relay, from commit to topic.
class OutboxRelayIT {
    private OutboxBench bench;

    @BeforeEach
    void open() {
        bench = new OutboxBench();
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    @Test
    void publishesWhatCommittedInTheOrderOfEachKeyAndNothingElse() throws SQLException {
        bench.request("default/ann", "before the first start");
        try (Connection connection = bench.connect()) {
            connection.setAutoCommit(false);
            bench.append(connection, Topics.REQUESTS, "default/ann", "rolled back");
            connection.rollback();
        }
        bench.running();
        for (int i = 0; i < 50; i++) {
            bench.request("default/ann", "a" + i, "b" + i);
        }
        try (TopicProbe probe = TopicProbe.of(bench.topic(Topics.REQUESTS))) {
            List<ConsumerRecord<String, byte[]>> records =
                    probe.await(100, record -> !text(record).startsWith("before"));
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                expected.addAll(List.of("a" + i, "b" + i));
            }
            assertThat(records).extracting(OutboxRelayIT::text).isEqualTo(expected);
            assertThat(records.getFirst().key()).isEqualTo("default/ann");
            assertThat(records.getFirst().headers().lastHeader("ce_type").value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("test");
            assertThat(probe.readToEnd())
                    .extracting(OutboxRelayIT::text)
                    .contains("before the first start")
                    .doesNotContain("rolled back");
        }
    }

    @Test
    void publishesTheReferenceRowsBehindWhatWasRepeated() throws SQLException {
        bench.append(Topics.RECIPIENTS, "default/ann", "old");
        OutboxRelay relay =
                bench.relay(
                        sink ->
                                sink.accept(
                                        OutboxBench.record(
                                                Topics.RECIPIENTS, "default/ann", "current")),
                        Clock.systemUTC());
        relay.start();
        try (TopicProbe probe = TopicProbe.of(bench.topic(Topics.RECIPIENTS))) {
            probe.await(1, record -> text(record).equals("current"));
            assertThat(text(probe.readToEnd().getLast())).isEqualTo("current");
            assertThat(probe.readToEnd()).extracting(OutboxRelayIT::text).contains("old");
        }
        assertThat(relay.status().references()).isEqualTo(1);
    }

    static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
