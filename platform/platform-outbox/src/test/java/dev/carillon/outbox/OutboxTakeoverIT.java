package dev.carillon.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.events.Topics;
import dev.carillon.test.TopicProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A leader dies, is paused or loses its connections. Nothing is lost, and the newest record of a key stays the last.
class OutboxTakeoverIT {
    private OutboxBench bench;

    @BeforeEach
    void open() {
        bench = new OutboxBench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void theStandbyTakesOverFromAKilledLeader() throws Exception {
        try (RelayProcess leader = RelayProcess.start(bench)) {
            leader.awaitLine("RUNNING");
            OutboxRelay standby = startStandby();
            try (Writer writer = new Writer()) {
                writer.awaitWritten(200);
                leader.kill();
                OutboxBench.awaitRunning(standby);
                writer.awaitWritten(writer.written() + 50);
                writer.finish();
                assertEachArrivedAndTheLastIsLast(writer.written());
            }
            assertThat(standby.status().takeovers()).isEqualTo(1);
        }
    }

    @Test
    void theStandbyTakesOverFromAStoppedLeaderWhichThenStandsBy() throws Exception {
        try (RelayProcess leader = RelayProcess.start(bench)) {
            leader.awaitLine("RUNNING");
            OutboxRelay standby = startStandby();
            try (Writer writer = new Writer()) {
                writer.awaitWritten(50);
                leader.signal("STOP");
                OutboxBench.awaitRunning(standby);
                writer.awaitWritten(writer.written() + 50);
                leader.signal("CONT");
                leader.awaitLine("STANDBY");
                writer.awaitWritten(writer.written() + 50);
                writer.finish();
                assertEachArrivedAndTheLastIsLast(writer.written());
            }
            assertThat(standby.status().state()).isEqualTo(RelayState.RUNNING);
        }
    }

    @Test
    void aFreshStreamGoesOnWhereTheSlotStandsWhenTheOldOneIsCut() throws Exception {
        OutboxRelay relay = bench.running();
        try (Writer writer = new Writer()) {
            writer.awaitWritten(50);
            bench.execute(
                    "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '"
                            + bench.slot()
                            + "'");
            OutboxBench.awaitState(relay, RelayState.FAILING);
            OutboxBench.awaitRunning(relay);
            bench.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'carillon-outbox-leader'"
                            + " and datname = current_database()");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> relay.status().takeovers() == 2);
            OutboxBench.awaitRunning(relay);
            writer.awaitWritten(writer.written() + 50);
            writer.finish();
            assertEachArrivedAndTheLastIsLast(writer.written());
        }
    }

    private OutboxRelay startStandby() {
        OutboxRelay standby = bench.relay();
        standby.start();
        OutboxBench.awaitState(standby, RelayState.STANDBY);
        return standby;
    }

    private void assertEachArrivedAndTheLastIsLast(int written) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < written; i++) {
            expected.add("v" + i);
        }
        try (TopicProbe probe = TopicProbe.of(bench.topic(Topics.REQUESTS))) {
            probe.await(1, record -> OutboxRelayIT.text(record).equals("v" + (written - 1)));
            List<String> values = probe.readToEnd().stream().map(OutboxRelayIT::text).toList();
            assertThat(values.stream().distinct().toList()).isEqualTo(expected);
            assertThat(values.getLast()).isEqualTo("v" + (written - 1));
        }
    }

    /// Writes records of one key continuously, one per transaction.
    private final class Writer implements AutoCloseable {
        private final AtomicBoolean finished = new AtomicBoolean();
        private final AtomicInteger written = new AtomicInteger();
        private final Thread thread = Thread.ofVirtual().start(this::write);

        private void write() {
            try {
                while (!finished.get()) {
                    bench.request("default/ann", "v" + written.get());
                    written.incrementAndGet();
                }
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void awaitWritten(int count) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> written.get() >= count);
        }

        int written() {
            return written.get();
        }

        void finish() throws InterruptedException {
            finished.set(true);
            thread.join();
        }

        /// Returns when nothing is written any more, because the database is about to be dropped.
        @Override
        public void close() throws InterruptedException {
            finish();
        }
    }
}
