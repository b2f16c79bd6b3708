package dev.carillon.gateway.replay;

import java.util.List;

/// The outcome of a resume.
public sealed interface Resumption {
    /// The client continues from its cursor.
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
    /// @param epoch of the recipient's inbox, or -1 when not known
    /// @param seq the highest known, or -1; the changes endpoint is at least as recent
    /// @param position the log position from which the client is live
    record Resync(long epoch, long seq, long position) implements Resumption {}

    /// The cursor belongs to another epoch.
    record Reset(long epoch, long seq, long position) implements Resumption {}
}
