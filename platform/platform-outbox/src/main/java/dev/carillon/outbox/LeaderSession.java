package dev.carillon.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The session that holds the leader's lock: `pg_advisory_lock` on a connection of its own.
///
/// The session is pinged. If its process is paused or disconnected, the database ends the session after
/// `idle_session_timeout`, which frees the lock. So a process may act as the leader only while its last ping is more
/// recent than that. [#isHeld()] counts from before the ping was sent, with a clock that also advances while the
/// process is paused.
final class LeaderSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderSession.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /// Work on the session's connection, in auto-commit.
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Work without a result.
    @FunctionalInterface
    interface Task {
        void on(Connection connection) throws SQLException;
    }

    private final Connection connection;
    private final String lockName;
    private final Duration timeout;
    private final ReentrantLock turn = new ReentrantLock();
    private final StopSignal stop = new StopSignal();
    private volatile boolean acquired;
    private volatile long lastPing;

    private LeaderSession(Connection connection, String lockName, Duration timeout) {
        this.connection = connection;
        this.lockName = lockName;
        this.timeout = timeout;
        this.lastPing = System.nanoTime();
    }

    static LeaderSession open(DatabaseAddress database, RelaySettings settings)
            throws SQLException {
        Connection connection = database.open("leader", ANSWER);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set idle_session_timeout = " + settings.sessionTimeout().toMillis());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new LeaderSession(
                connection, "carillon.outbox." + settings.slot(), settings.sessionTimeout());
    }

    /// Tries to take the lock. It is polled and not waited for: a waiting statement would hold a snapshot for days and
    /// so block vacuum.
    boolean tryAcquire() throws SQLException {
        long before = System.nanoTime();
        boolean taken =
                use(open -> {
                    try (PreparedStatement statement =
                            open.prepareStatement(
                                    "select pg_try_advisory_lock(hashtextextended(?, 0))")) {
                        statement.setString(1, lockName);
                        try (ResultSet rows = statement.executeQuery()) {
                            rows.next();
                            return rows.getBoolean(1);
                        }
                    }
                });
        if (taken) {
            lastPing = before;
            acquired = true;
            Thread.ofVirtual().name("outbox-leader-ping").start(this::keepPinging);
        }
        return taken;
    }

    /// Whether this process may act as the leader now.
    boolean isHeld() {
        return acquired && System.nanoTime() - lastPing < timeout.toNanos();
    }

    /// Runs work on the connection; one thread at a time.
    <T> T use(Work<T> work) throws SQLException {
        turn.lock();
        try {
            return work.on(connection);
        } finally {
            turn.unlock();
        }
    }

    /// Runs a task on the connection; one thread at a time.
    void run(Task task) throws SQLException {
        turn.lock();
        try {
            task.on(connection);
        } finally {
            turn.unlock();
        }
    }

    private void keepPinging() {
        try {
            while (!stop.pause(timeout.dividedBy(5))) {
                long before = System.nanoTime();
                use(open -> {
                    try (Statement statement = open.createStatement()) {
                        return statement.execute("select 1");
                    }
                });
                lastPing = before;
            }
        } catch (SQLException e) {
            if (!stop.isGiven()) {
                LOG.warn("The leader's session of the outbox relay ended: {}", e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            acquired = false;
        }
    }

    /// Ends the session, which frees the lock.
    @Override
    public void close() {
        stop.give();
        acquired = false;
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Closing the leader's session failed", e);
        }
    }
}
