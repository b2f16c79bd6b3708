package dev.carillon.local;

import java.time.Duration;

/// What happens in a stack, told as it happens; called from several threads.
public interface StackEvents {
    /// Something that takes a while has begun, in words.
    void progress(String what);

    /// A process is ready.
    void ready(String process, Duration took);

    /// A process ended by itself and is started again after `pause`.
    void died(String process, String how, Duration pause);

    /// Something that a person should know.
    void warning(String what);

    /// Says nothing: for tests.
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
