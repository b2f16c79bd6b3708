package dev.carillon.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Appending.
class OutboxIT {
    @Test
    void refusesWhatIsTooLargeBeforeAnythingIsStored() throws SQLException {
        try (OutboxBench bench = new OutboxBench();
                Connection connection = bench.connect()) {
            connection.setAutoCommit(false);
            Outbox outbox = new Outbox(OutboxBench.SCHEMA, 1000);
            OutgoingRecord small = OutboxBench.record(Topics.REQUESTS, "k", "x".repeat(700));
            OutgoingRecord large = OutboxBench.record(Topics.REQUESTS, "k", "x".repeat(1000));
            assertThatThrownBy(() -> outbox.append(connection, List.of(small, large)))
                    .isInstanceOfSatisfying(
                            OutboxRecordTooLargeException.class,
                            e -> {
                                assertThat(e.topic()).isEqualTo(Topics.REQUESTS);
                                assertThat(e.limit()).isEqualTo(1000);
                                assertThat(e.bytes()).isGreaterThan(1000);
                            });
            connection.commit();
            assertThat(bench.query("select count(*) from api.outbox")).isEqualTo("0");
        }
    }

    @Test
    void refusesAConnectionWithoutATransactionAndTheRelaysOwnTopics() throws SQLException {
        try (OutboxBench bench = new OutboxBench();
                Connection connection = bench.connect()) {
            Outbox outbox = new Outbox(OutboxBench.SCHEMA, 1000);
            List<OutgoingRecord> one = List.of(OutboxBench.record(Topics.REQUESTS, "k", "x"));
            assertThatThrownBy(() -> outbox.append(connection, one))
                    .isInstanceOf(IllegalStateException.class);
            connection.setAutoCommit(false);
            List<OutgoingRecord> own = List.of(OutboxBench.record("$heartbeat", "k", "x"));
            assertThatThrownBy(() -> outbox.append(connection, own))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
