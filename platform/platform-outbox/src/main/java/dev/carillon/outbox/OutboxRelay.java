package dev.carillon.outbox;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes the records of the outbox. Any number of replicas may run: the one with the lock is the leader, the others
/// stand by.
///
/// [#start()] returns at once; neither database nor broker need to be available. Every failure is retried forever, with
/// back-off up to 10 s, and shown by [#status()]. Thread-safe. The package documents the invariants.
public final class OutboxRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration ASK_FOR_LOCK = Duration.ofMillis(300);
    private static final Duration CLOSING = Duration.ofSeconds(12);

    private final RelaySettings settings;
    private final DatabaseAddress database;
    private final Clock clock;
    private final RelayTracker tracker;
    private final Leadership.Parts parts;
    private final StopSignal stop = new StopSignal();
    private @Nullable Thread supervisor;

    /// @param producer how to reach the brokers (bootstrap servers, security); the relay itself sets the options on
    ///     which its guarantees depend
    /// @param references the records to publish again after a repetition
    /// @param service the service name in dead letters
    public OutboxRelay(
            RelaySettings settings,
            DatabaseAddress database,
            Map<String, Object> producer,
            CurrentReferences references,
            String service,
            Clock clock) {
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        this.tracker = new RelayTracker(clock);
        this.parts =
                new Leadership.Parts(
                        settings,
                        database,
                        Map.copyOf(producer),
                        new ReferencePublisher(references, tracker),
                        new DeadLetterForm(settings.topicPrefix(), service, clock),
                        tracker,
                        new AtomicBoolean(),
                        clock);
    }

    /// Starts the relay; may be called once.
    ///
    /// @throws IllegalStateException when it was already started
    public synchronized void start() {
        if (supervisor != null) {
            throw new IllegalStateException("The relay was already started");
        }
        supervisor = Thread.ofVirtual().name("outbox-relay").start(this::supervise);
    }

    /// The current status.
    public RelayStatus status() {
        return tracker.status();
    }

    /// Lets the current batch finish, ends the stream and frees the lock. Waits for that for up to 12 s.
    @Override
    public void close() {
        stop.give();
        Thread running;
        synchronized (this) {
            running = supervisor;
        }
        if (running == null) {
            return;
        }
        try {
            if (!running.join(CLOSING)) {
                LOG.warn("The outbox relay did not stop within {}", CLOSING);
                running.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void supervise() {
        Backoff backoff = new Backoff();
        try {
            while (!stop.isGiven()) {
                try (LeaderSession session = LeaderSession.open(database, settings)) {
                    askForReferencesBehindLateRecords(session);
                    standBy(session);
                    if (!stop.isGiven()) {
                        backoff.reset();
                        tracker.leader(true);
                        new Leadership(parts, session, stop).lead();
                    }
                } catch (SQLException | RuntimeException | Error e) {
                    tracker.failing("Database", e);
                } finally {
                    tracker.leader(false);
                }
                stop.pause(backoff.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tracker.state(RelayState.STOPPED);
        }
    }

    private void askForReferencesBehindLateRecords(LeaderSession session) throws SQLException {
        if (parts.lateRecords().get()) {
            session.run(connection -> {
                new RelayMemory(settings).requestReferences(connection, "late");
            });
            parts.lateRecords().set(false);
        }
    }

    private void standBy(LeaderSession session) throws SQLException, InterruptedException {
        Upkeep upkeep = new Upkeep(settings, tracker, clock);
        while (!stop.isGiven() && !session.tryAcquire()) {
            tracker.state(RelayState.STANDBY);
            upkeep.createPartitionsWhenDue(session);
            stop.pause(ASK_FOR_LOCK);
        }
    }
}
