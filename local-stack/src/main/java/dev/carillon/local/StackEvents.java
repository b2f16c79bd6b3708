package dev.carillon.local;

import java.time.Duration;

/// Receives events of a stack as they happen. Called from several threads.
public interface StackEvents {
    /// A step that takes a while has begun; `what` describes it.
    void progress(String what);

    /// A process is ready.
    void ready(String process, Duration took);

    /// A process ended unexpectedly and will be restarted after `pause`.
    void died(String process, String how, Duration pause);

    /// A warning for the user.
    void warning(String what);

    /// Prints nothing; for tests.
    static StackEvents silent() {
        return new StackEvents() {
            @Override
            public void progress(String what) {}

            @Override
            public void ready(String process, Duration took) {}

            @Override
            public void died(String process, String how, Duration pause) {}

            @Override
            public void warning(String what) {}
        };
    }
}
