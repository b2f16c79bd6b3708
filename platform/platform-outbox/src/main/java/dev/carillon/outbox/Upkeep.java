package dev.carillon.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Periodic work. Every replica creates partitions ahead; the leader drops past ones.
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration ROUND = Duration.ofMinutes(10);

    private final RelaySettings settings;
    private final RelayTracker tracker;
    private final Clock clock;
    private final Partitions partitions;
    private final AtomicBoolean dropping = new AtomicBoolean();
    private Instant creationDue = Instant.MIN;
    private Instant droppingDue = Instant.MIN;

    Upkeep(RelaySettings settings, RelayTracker tracker, Clock clock) {
        this.settings = settings;
        this.tracker = tracker;
        this.clock = clock;
        this.partitions = new Partitions(settings.schema(), settings.partitionsAhead(), clock);
    }

    void createPartitionsWhenDue(LeaderSession session) throws SQLException {
        if (clock.instant().isBefore(creationDue)) {
            return;
        }
        creationDue = clock.instant().plus(ROUND);
        session.run(connection -> {
            partitions.createAhead(connection);
            tracker.daysReady(partitions.daysReady(connection));
        });
    }

    /// Runs on a thread and connection of its own, because `detach concurrently` waits for every transaction that uses
    /// the table. An interrupted detach is completed by the next run.
    void dropPartitionsWhenDue(DatabaseAddress database, String mark) {
        if (clock.instant().isBefore(droppingDue) || !dropping.compareAndSet(false, true)) {
            return;
        }
        droppingDue = clock.instant().plus(ROUND);
        LocalDate keepFrom =
                LocalDate.ofInstant(clock.instant().minus(settings.keep()), ZoneOffset.UTC);
        Thread.ofVirtual()
                .name("outbox-upkeep")
                .start(() -> {
                    drop(database, mark, keepFrom);
                    dropping.set(false);
                });
    }

    private void drop(DatabaseAddress database, String mark, LocalDate keepFrom) {
        try (Connection connection = database.open("upkeep", Duration.ofMinutes(1))) {
            List<String> dropped = partitions.dropBelow(connection, mark, keepFrom);
            if (!dropped.isEmpty()) {
                LOG.info(
                        "Dropped the outbox partitions {}, which were completely below mark {}",
                        dropped,
                        mark);
            }
        } catch (SQLException e) {
            LOG.warn("Dropping partitions of the outbox failed and will be retried later", e);
        }
    }
}
