package dev.carillon.gateway.connection;

import static dev.carillon.gateway.connection.TimerWheel.NEVER;

/// What a connection waits for, in milliseconds of [MonotonicTime]; [TimerWheel#NEVER] where it does not.
final class Deadlines {
    /// The token's end.
    long expires = NEVER;

    /// The next ping.
    long ping = NEVER;

    /// The answer to the last one.
    long pong = NEVER;

    /// Too long without a message.
    long idle = NEVER;

    /// A client's `resume`.
    long resume = NEVER;

    /// The missing change.
    long gap = NEVER;

    /// A client that does not read.
    long slow = NEVER;

    /// The client's answer to our close.
    long closed = NEVER;

    long soonest() {
        long first = Math.min(Math.min(expires, ping), Math.min(pong, idle));
        long second = Math.min(Math.min(resume, gap), Math.min(slow, closed));
        return Math.min(first, second);
    }

    /// Only the close is still waited for.
    void clearFor(long closedAt) {
        expires = ping = pong = idle = resume = gap = slow = NEVER;
        closed = closedAt;
    }
}
