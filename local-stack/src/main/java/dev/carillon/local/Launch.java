package dev.carillon.local;

import java.io.IOException;

/// How a process of the stack is started, and how to check that it is ready.
interface Launch {
    /// Starts the process. May wait until it is ready.
    Process start() throws IOException;

    /// What the process still lacks; empty when it is ready.
    String missing();

    /// The signal that stops the process gracefully.
    default String stopSignal() {
        return "TERM";
    }
}
