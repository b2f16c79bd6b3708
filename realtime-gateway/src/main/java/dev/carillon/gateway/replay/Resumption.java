package dev.carillon.gateway.replay;

import java.util.List;

/// What a client's cursor is good for.
public sealed interface Resumption {
    /// The client goes on from its cursor.
    ///
    /// @param missed every change after the cursor, each once, in order of `seq`
    /// @param position the log position up to which that is complete
    record Recovered(List<RecentChange> missed, long position) implements Resumption {
        public Recovered {
            missed = List.copyOf(missed);
        }
    }

    /// The window cannot tell what the client missed.
    ///
    /// @param epoch the recipient's, or -1 when not known
    /// @param seq the highest known, or -1; the changes endpoint answers with no less
    /// @param position the log position that a live client has from here on
    record Resync(long epoch, long seq, long position) implements Resumption {}

    /// The cursor is of another epoch.
    record Reset(long epoch, long seq, long position) implements Resumption {}
}
