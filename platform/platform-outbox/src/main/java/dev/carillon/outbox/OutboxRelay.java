package dev.carillon.outbox;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes what the outbox holds, as one of any number of replicas: the one with the lock leads, the others stand by.
///
/// [#start()] returns at once; neither database nor broker need to be there. Whatever fails is tried again with back-off to
/// 10 s, without end, and shown by [#status()]. Thread-safe. The invariants stand with the package.
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

    /// @param producer how to reach the brokers (bootstrap servers, security); what the promise rests on is set by the relay
    /// @param references what to publish once more after a repetition
    /// @param service the name that dead letters carry
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

    /// Starts; once.
    ///
    /// @throws IllegalStateException when it was started before
    public synchronized void start() {
        if (supervisor != null) {
            throw new IllegalStateException("The relay was started before");
        }
        supervisor = Thread.ofVirtual().name("outbox-relay").start(this::supervise);
    }

    /// What the relay is doing.
    public RelayStatus status() {
        return tracker.status();
    }

    /// Lets the batch under way finish, ends the stream and frees the lock; waits for it, up to 12 s.
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
                LOG.warn("The outbox relay does not end within {}", CLOSING);
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
