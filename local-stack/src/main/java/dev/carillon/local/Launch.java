package dev.carillon.local;

import java.io.IOException;

/// How a process of the stack is started, and how one sees that it is ready.
interface Launch {
    /// Starts the process; may wait until it is ready.
    Process start() throws IOException;

    /// What it still lacks: empty when it is ready.
    String missing();

    /// The signal on which it ends in order.
    default String stopSignal() {
        return "TERM";
    }
}
