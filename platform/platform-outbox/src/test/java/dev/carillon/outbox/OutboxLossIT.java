package dev.carillon.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.EventJson;
import dev.carillon.events.Headers;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Topics;
import dev.carillon.test.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Situations that could lose a record: a lost slot, a transaction that commits late, a record that the broker rejects,
/// a missing topic.
class OutboxLossIT {
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
    void aLostSlotLosesNothingNotEvenWhatAnOlderTransactionCommitsLate() throws SQLException {
        OutboxRelay relay = bench.running();
        bench.request("default/ann", "below the mark");
        awaitMarkAbove(
                bench.query(
                        "select max(transaction_id)::text from api.outbox where topic = 'requests'"));
        try (Connection late = bench.connect()) {
            late.setAutoCommit(false);
            bench.append(late, Topics.REQUESTS, "default/bob", "late");
            bench.request("default/ann", "not below the mark");
            try (TopicProbe probe = TopicProbe.of(bench.topic(Topics.REQUESTS))) {
                probe.await(2);
            }
            awaitHeartbeats(2);
            relay.close();
            bench.execute("select pg_drop_replication_slot('" + bench.slot() + "')");
            late.commit();
        }
        bench.request("default/ann", "while there was no slot");
        OutboxRelay next = bench.running();
        bench.request("default/ann", "streamed");
        try (TopicProbe probe = TopicProbe.of(bench.topic(Topics.REQUESTS))) {
            probe.await(1, record -> text(record).equals("streamed"));
            List<String> values = probe.readToEnd().stream().map(OutboxRelayIT::text).toList();
            assertThat(values)
                    .contains("late", "while there was no slot")
                    .containsOnlyOnce("below the mark");
            assertThat(values.stream().filter("not below the mark"::equals)).hasSize(2);
        }
        assertThat(next.status().republished()).isEqualTo(3);
        assertThat(bench.query("select republishing from api.outbox_relay")).isEqualTo("f");
    }

    @Test
    void goesOnWithARepublicationThatWasBrokenOff() throws SQLException {
        OutboxRelay relay = bench.running();
        bench.request("default/ann", "once");
        try (TopicProbe probe = TopicProbe.of(bench.topic(Topics.REQUESTS))) {
            probe.await(1);
            relay.close();
            bench.execute("update api.outbox_relay set republishing = true, mark = '0'");
            bench.running();
            probe.await(2, record -> text(record).equals("once"));
        }
    }

    @Test
    void whatTheBrokerRefusesBecomesADeadLetterAndTheRestGoesOn() throws SQLException {
        bench.appendWithoutLimit(large("default/ann", 1_300_000));
        bench.appendWithoutLimit(large("default/bob", 2_500_000));
        bench.append("=no-such-topic", "elsewhere", "lost");
        bench.request("default/ann", "behind the poison");
        OutboxRelay relay = bench.running();
        bench.appendWithoutLimit(large("default/cid", 1_200_000));
        bench.request("default/cid", "behind the streamed poison");
        try (TopicProbe probe = TopicProbe.of(bench.topic(Topics.REQUESTS));
                TopicProbe dead = TopicProbe.of(bench.topic(Topics.DEAD_LETTERS))) {
            probe.await(1, record -> text(record).equals("behind the poison"));
            probe.await(1, record -> text(record).equals("behind the streamed poison"));
            List<ConsumerRecord<String, byte[]>> letters = dead.await(4);

            ConsumerRecord<String, byte[]> whole = letters.get(0);
            assertThat(whole.key()).isEqualTo("default/ann");
            assertThat(whole.value()).hasSize(1_300_000);
            assertThat(header(whole, Headers.DEAD_CODE)).isEqualTo("record_refused");
            assertThat(header(whole, Headers.DEAD_TOPIC)).isEqualTo(bench.topic(Topics.REQUESTS));
            assertThat(header(whole, Headers.CE_TYPE)).isEqualTo("test");

            ConsumerRecord<String, byte[]> place = letters.get(1);
            assertThat(EventJson.readObject(place.value()))
                    .containsEntry("topic", bench.topic(Topics.REQUESTS))
                    .containsEntry("partition", "n/a")
                    .containsEntry("key", "default/bob")
                    .containsEntry("bytes", 2_500_000);

            assertThat(header(letters.get(2), Headers.DEAD_CODE)).isEqualTo("topic_missing");
            assertThat(header(letters.get(2), Headers.DEAD_TOPIC)).isEqualTo("no-such-topic");
            assertThat(letters.get(3).key()).isEqualTo("default/cid");
        }
        assertThat(relay.status().deadLetters()).isEqualTo(4);
        assertThat(relay.status().state()).isEqualTo(RelayState.RUNNING);
    }

    @Test
    void waitsForATopicOfOursThatIsMissing() throws SQLException {
        OutboxRelay relay = bench.running();
        bench.append(Topics.ANNOUNCEMENTS, "one", "waiting");
        OutboxBench.awaitState(relay, RelayState.FAILING);
        assertThat(relay.status().problem()).contains("announcements");
        OutboxBench.createTopics(new NewTopic(bench.topic(Topics.ANNOUNCEMENTS), 1, (short) 1));
        try (TopicProbe probe = TopicProbe.of(bench.topic(Topics.ANNOUNCEMENTS))) {
            probe.await(1);
        }
        OutboxBench.awaitRunning(relay);
    }

    private void awaitMarkAbove(String transaction) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        bench.query(
                                        "select mark > '"
                                                + transaction
                                                + "'::xid8 from api.outbox_relay")
                                .equals("t"));
    }

    /// Waits until the relay has handled that many further heartbeats, and so could have stored their marks.
    private void awaitHeartbeats(int count) throws SQLException {
        int seen = heartbeats();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> heartbeats() >= seen + count);
    }

    private int heartbeats() throws SQLException {
        return Integer.parseInt(
                bench.query("select count(*) from api.outbox where topic = '$heartbeat'"));
    }

    private static OutgoingRecord large(String key, int bytes) {
        return OutboxBench.record(Topics.REQUESTS, key, "x".repeat(bytes));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        return OutboxRelayIT.text(record);
    }
}
