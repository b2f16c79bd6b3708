package dev.carillon.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One term as leader, from taking the lock to losing it. It runs one Debezium engine after the other, each from the
/// slot's position.
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration LOOK_AT_SLOT = Duration.ofSeconds(5);
    private static final Duration FINISHING = Duration.ofSeconds(3);

    /// The parts that all terms of a relay share.
    ///
    /// @param lateRecords set when the lock was lost while records were in flight. They may reach the broker after
    ///     those of the next leader, so the reference rows have to be published again
    record Parts(
            RelaySettings settings,
            DatabaseAddress database,
            Map<String, Object> producer,
            ReferencePublisher references,
            DeadLetterForm deadLetters,
            RelayTracker tracker,
            AtomicBoolean lateRecords,
            Clock clock) {}

    private final Parts parts;
    private final RelaySettings settings;
    private final RelayTracker tracker;
    private final LeaderSession session;
    private final StopSignal stop;
    private final ReplicationSlot slot;
    private final RelayMemory memory;
    private final Upkeep upkeep;
    private Instant heartbeatDue = Instant.MIN;
    private Instant lookDue = Instant.MIN;

    Leadership(Parts parts, LeaderSession session, StopSignal stop) {
        this.parts = parts;
        this.settings = parts.settings();
        this.tracker = parts.tracker();
        this.session = session;
        this.stop = stop;
        this.slot = new ReplicationSlot(settings.slot());
        this.memory = new RelayMemory(settings);
        this.upkeep = new Upkeep(settings, tracker, parts.clock());
    }

    /// Publishes until the relay stops or the lock is lost.
    void lead() throws InterruptedException {
        Backoff backoff = new Backoff();
        while (mayLead()) {
            Instant began = parts.clock().instant();
            try {
                tracker.state(RelayState.STARTING);
                upkeep.createPartitionsWhenDue(session);
                prepareSlot();
                republish();
                stream();
            } catch (RelayStoppedException e) {
                LOG.debug("Stopped while publishing", e);
            } catch (ExecutionException e) {
                failed("Stream", e.getCause());
            } catch (SQLException e) {
                failed("Database", e);
            } catch (RuntimeException e) {
                failed("Relay", e);
            }
            if (began.plusSeconds(60).isBefore(parts.clock().instant())) {
                backoff.reset();
            }
            pause(backoff.next());
        }
    }

    private boolean mayLead() {
        return !stop.isGiven() && session.isHeld();
    }

    private void failed(String what, @Nullable Throwable cause) {
        if (mayLead()) {
            tracker.failing(what, cause == null ? new IllegalStateException("no cause") : cause);
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        Instant until = parts.clock().instant().plus(duration);
        while (mayLead() && parts.clock().instant().isBefore(until)) {
            stop.pause(TICK);
        }
    }

    /// Ends the former reader and makes sure that the slot exists. If the slot is missing or lost, that is stored
    /// before a new one is created, so that rows are published again whatever happens in between.
    private void prepareSlot() throws SQLException, InterruptedException {
        boolean missing =
                session.use(connection -> {
                    slot.endReader(connection);
                    RelayMemory.Remembered remembered = memory.read(connection);
                    if (remembered.ahead()) {
                        LOG.warn(
                                "The mark {} is ahead of this database, which must have been restored: publishing all rows again",
                                remembered.mark());
                        memory.forgetMark(connection);
                    }
                    Optional<ReplicationSlot.Seen> seen = slot.read(connection);
                    seen.ifPresent(now -> tracker.slot(now.lag(), now.walStatus()));
                    if (seen.isPresent() && seen.get().usable()) {
                        return false;
                    }
                    memory.startRepublishing(connection);
                    if (seen.isPresent()) {
                        LOG.warn("The replication slot {} is lost", settings.slot());
                        slot.drop(connection);
                    }
                    return true;
                });
        if (missing) {
            createSlot();
        }
    }

    private void createSlot() throws SQLException, InterruptedException {
        LOG.info(
                "Creating the replication slot {}; waiting for open transactions", settings.slot());
        StopSignal created = new StopSignal();
        try (Connection connection = parts.database().open("slot", Duration.ZERO)) {
            Thread watcher =
                    Thread.ofVirtual().start(() -> abortUnlessLeading(connection, created));
            try {
                slot.create(connection);
            } finally {
                created.give();
                watcher.join();
            }
        }
    }

    private void abortUnlessLeading(Connection connection, StopSignal done) {
        try {
            while (!done.pause(TICK)) {
                if (!mayLead()) {
                    connection.abort(Runnable::run);
                    return;
                }
            }
        } catch (SQLException | InterruptedException e) {
            LOG.debug("Cancelling the creation of the slot failed", e);
        }
    }

    private void republish() throws SQLException, InterruptedException {
        RelayMemory.Remembered remembered = session.use(memory::read);
        tracker.mark(remembered.mark());
        if (!remembered.republishing()) {
            return;
        }
        try (RecordSender sender = sender(this::mayLead, RelayState.STARTING);
                Connection connection = parts.database().open("republish", Duration.ZERO)) {
            long count =
                    new Republisher(settings, tracker).run(connection, remembered.mark(), sender);
            LOG.info(
                    "Published {} rows again that were not below mark {}",
                    count,
                    remembered.mark());
        }
        session.run(connection -> {
            memory.finishRepublishing(connection);
        });
    }

    private void stream() throws SQLException, InterruptedException, ExecutionException {
        String nonce = UUID.randomUUID().toString();
        String from = flushedPosition();
        session.run(connection -> {
            memory.requestReferences(connection, nonce);
        });
        RecordSender sender = sender(session::isHeld, RelayState.RUNNING);
        StreamHandler handler =
                new StreamHandler(sender, parts.references(), tracker, parts.clock(), nonce);
        StreamEngine engine =
                new StreamEngine(parts.database(), settings, handler, () -> checkStandsAt(from));
        try {
            engine.start();
            watch(engine, handler);
        } finally {
            end(engine, handler, sender);
        }
    }

    private String flushedPosition() throws SQLException {
        return session.use(slot::read)
                .map(ReplicationSlot.Seen::flushed)
                .orElseThrow(() -> new SQLException("The replication slot disappeared again"));
    }

    /// Debezium silently creates a missing slot at the current position. So before anything is acknowledged, this
    /// checks that the slot still has the position from before the start.
    private void checkStandsAt(String before) {
        try {
            if (!flushedPosition().equals(before)) {
                session.run(connection -> {
                    memory.startRepublishing(connection);
                });
                throw new IllegalStateException(
                        "The replication slot was replaced while the stream started");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The replication slot could not be checked", e);
        }
    }

    private RecordSender sender(BooleanSupplier mayPublish, RelayState stateWhenWell) {
        return new RecordSender(
                parts.producer(),
                settings.topicPrefix(),
                parts.deadLetters(),
                tracker,
                mayPublish,
                stateWhenWell);
    }

    /// Waits for the current batch while this process still leads; otherwise stops everything at once.
    private void end(StreamEngine engine, StreamHandler handler, RecordSender sender)
            throws InterruptedException {
        if (session.isHeld()) {
            handler.endAfterBatch(FINISHING);
        }
        sender.abort();
        engine.close();
        if (sender.leftUnacknowledged() && !session.isHeld()) {
            parts.lateRecords().set(true);
        }
    }

    private void watch(StreamEngine engine, StreamHandler handler)
            throws SQLException, InterruptedException, ExecutionException {
        boolean running = false;
        while (mayLead()) {
            if (engine.awaitEnd(TICK)) {
                throw new IllegalStateException("The stream ended unexpectedly");
            }
            if (!running && engine.isStreaming()) {
                running = true;
                tracker.state(RelayState.RUNNING);
            }
            if (running) {
                tend(handler);
            }
        }
    }

    private void tend(StreamHandler handler) throws SQLException {
        Instant now = parts.clock().instant();
        String mark = handler.takeMark();
        if (mark != null) {
            session.run(connection -> {
                memory.mark(connection, mark);
            });
            tracker.mark(mark);
            upkeep.dropPartitionsWhenDue(parts.database(), mark);
        }
        if (!now.isBefore(heartbeatDue)) {
            heartbeatDue = now.plus(settings.heartbeatInterval());
            session.run(connection -> {
                memory.insertHeartbeat(connection);
            });
            upkeep.createPartitionsWhenDue(session);
        }
        if (!now.isBefore(lookDue)) {
            lookDue = now.plus(LOOK_AT_SLOT);
            session.use(slot::read).ifPresent(seen -> tracker.slot(seen.lag(), seen.walStatus()));
        }
    }
}
