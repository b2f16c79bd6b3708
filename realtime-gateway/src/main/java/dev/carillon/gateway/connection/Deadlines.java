package dev.carillon.gateway.connection;

import static dev.carillon.gateway.connection.TimerWheel.NEVER;

/// The deadlines of a connection, in milliseconds of [MonotonicTime]; [TimerWheel#NEVER] for those that are not set.
final class Deadlines {
    /// The token expires.
    long expires = NEVER;

    /// The next ping is due.
    long ping = NEVER;

    /// The pong for the last ping is overdue.
    long pong = NEVER;

    /// The client sent no message for too long.
    long idle = NEVER;

    /// The client's `resume` is overdue.
    long resume = NEVER;

    /// The missing change is overdue.
    long gap = NEVER;

    /// The client has not read for too long.
    long slow = NEVER;

    /// The client's answer to our close frame is overdue.
    long closed = NEVER;

    long soonest() {
        long first = Math.min(Math.min(expires, ping), Math.min(pong, idle));
        long second = Math.min(Math.min(resume, gap), Math.min(slow, closed));
        return Math.min(first, second);
    }

    /// Clears all deadlines but the close.
    void clearFor(long closedAt) {
        expires = ping = pong = idle = resume = gap = slow = NEVER;
        closed = closedAt;
    }
}
