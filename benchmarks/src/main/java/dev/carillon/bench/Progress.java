package dev.carillon.bench;

import dev.carillon.local.StackEvents;
import java.io.PrintStream;
import java.time.Duration;

/// Prints what a stack does besides being measured.
final class Progress implements StackEvents {
    private final PrintStream out;
    private volatile boolean prepared;

    Progress(PrintStream out) {
        this.out = out;
    }

    /// Whether the start created something that the next start reuses.
    boolean hasPrepared() {
        return prepared;
    }

    @Override
    public void progress(String what) {
        prepared = true;
        out.println("  " + what);
    }

    @Override
    public void ready(String process, Duration took) {}

    @Override
    public void died(String process, String how, Duration pause) {
        out.println("  " + process + " " + how);
    }

    @Override
    public void warning(String what) {
        out.println("  " + what);
    }
}
